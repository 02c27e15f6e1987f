"""The administrator's page of learning platforms: who may launch, what links open, which marks went back."""

from __future__ import annotations

import streamlit as st

from app import session
from app.screens.loading import careful
from app.screens.trainer_door import staff_only


@careful
@staff_only("lti.platform")
def page() -> None:
    """Show what this server has to do with learning platforms."""
    from app.widgets.platform_desk import platform_desk  # noqa: PLC0415  (a third of a second, for few people)

    t = session.t()
    st.set_page_config(page_title=f"{t('platforms.title')} · Logitrain")
    st.title(t("platforms.title"), anchor=False)
    platform_desk()
