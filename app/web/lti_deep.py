"""The signed answer to a platform that wants something chosen (LTI Deep Linking 2.0, pylti1p3next)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from pylti1p3.deep_link import DeepLink
from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.lineitem import LineItem

from app.lti_client import registration
from app.lti_keys import SigningKey
from app.store import PlatformRow
from app.store.lti_rows import OUT_OF


def response_token(
    platform: PlatformRow,
    key: SigningKey,
    deployment_id: str,
    deep: Sequence[Any],
    title: str,
    url: str,
    custom: Mapping[str, str],
) -> str:
    """The token with one link in it; `deep` is the return address, the platform's data, and whether it takes marks."""
    return_url, data, accepts_marks = deep
    settings = cast(Any, {"deep_link_return_url": return_url, "data": data})
    made = DeepLink(registration(platform, key), deployment_id, settings)
    chosen = DeepLinkResource().set_title(title).set_url(url).set_custom_params(custom)
    if accepts_marks:
        chosen.set_lineitem(LineItem().set_score_maximum(OUT_OF).set_label(title))
    message = made.get_message_jwt([chosen])
    # Asked for back only where the platform gave some.
    told = {name: value for name, value in message.items() if value is not None}
    return str(made.encode_jwt(told))  # type: ignore[no-untyped-call]
