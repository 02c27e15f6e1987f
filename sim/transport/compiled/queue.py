"""The queue of shipments that wait for a leg, by the time they are ready; each knows the ones ahead and behind."""

from __future__ import annotations

from sim.transport.compiled import columns as c
from sim.transport.compiled.arrays import Goods
from sim.transport.compiled.compiling import part


@part
def enter(goods: Goods, k: int, s: int) -> None:
    """Let shipment s wait for leg k, behind all that is ready no later."""
    ready = goods.what[s, c.S_READY]
    ahead = goods.ends[k, c.TAIL]
    while ahead >= 0 and goods.what[ahead, c.S_READY] > ready:
        ahead = goods.mark[ahead, c.AHEAD]
    behind = goods.mark[ahead, c.BEHIND] if ahead >= 0 else goods.ends[k, c.HEAD]
    _link(goods, k, ahead, s)
    _link(goods, k, s, behind)


@part
def leave(goods: Goods, k: int, s: int) -> None:
    """Take shipment s out of the queue for leg k."""
    _link(goods, k, goods.mark[s, c.AHEAD], goods.mark[s, c.BEHIND])


@part
def _link(goods: Goods, k: int, ahead: int, behind: int) -> None:
    """Put one behind the other; -1 is an end of the queue."""
    if ahead >= 0:
        goods.mark[ahead, c.BEHIND] = behind
    else:
        goods.ends[k, c.HEAD] = behind
    if behind >= 0:
        goods.mark[behind, c.AHEAD] = ahead
    else:
        goods.ends[k, c.TAIL] = ahead
