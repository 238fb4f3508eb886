"""Steps of five o'clock: forty slips through the grid, by gun and keys."""

from pytest_bdd import given, parsers, then, when

from desk.domain.flow import Values
from desk.store.rows import columns_of
from desk.ui.special.slip_return import SlipGridPane
from tests.scenarios.counter_scene import Scene

KINDS = ("无偿", "报过到", "有偿", "未签")
TIMES = (*"1430", *"1520")  # hhmm goes on by itself
SIGNED = ("Enter", "1", "Enter")  # by the owner, content, both kept
UNSIGNED = ("3", "1", "0", "Enter")
FIRST_LEAF = "8801"


@given(
    parsers.re(
        r"有 40 张派工单在外: (?P<free>\d+) 张无偿, (?P<live>\d+) 张报过到, (?P<paid>\d+) 张有偿, (?P<bare>\d+) 张未签"
    )
)
def _forty_out(scene: Scene, free: str, live: str, paid: str, bare: str) -> None:
    """Sent out and printed today; the radio has told of some."""
    counter = scene.desk.counter
    assert counter is not None
    crew, name = counter.database.read("SELECT id, name FROM crew WHERE scope = ? ORDER BY name", (counter.scope,))[0]
    home = scene.find_order("home_id IS NOT NULL")
    for kind, count in zip(KINDS, (free, live, paid, bare), strict=True):
        for number in range(int(count)):
            told = {each: home[each] for each in ("home_id", "where", "reporter", "reporter_phone")}
            told |= {"matter": f"{kind} {number + 1}: 换灯", "charge": "free"}
            if kind == "有偿":
                told |= {"charge": "paid", "price_form": "list", "price_from_fen": 3000, "price_to_fen": 3000}
            ent = _take(scene, "work_order", "intake", told)
            sent = {"crew_id": crew, "crew": name}
            _take(scene, "work_order", "dispatch", sent, ent)
            no = scene.find_order("id=?", ent)["no"]
            sheet = _take(scene, "slip", "issue", {"order_id": ent, "no": no, "copy_no": 1, "crew": name})
            _take(scene, "slip", "print", {}, sheet)
            if kind == "报过到":
                _take(scene, "work_order", "arrive", {}, ent)
                _take(scene, "work_order", "finish", {"result": "repaired"}, ent)
            scene.noted[f"{kind}{number}"] = ent


def _take(scene: Scene, record: str, step: str, values: Values, ent: str | None = None) -> str:
    counter = scene.desk.counter
    assert counter is not None
    return scene.take(counter.request(record, step, values, ent))


@when("一张一张扫码, 照纸上写的按键")
def _through_the_grid(scene: Scene) -> None:
    """What the gun types is not pressed by anybody."""
    assert len(scene.visible(SlipGridPane)) == 1
    for name, ent in scene.noted.items():
        kind, first = name.rstrip("0123456789"), name.endswith("偿0")
        keys = scene.hands.keys
        scene.hands.press(*str(scene.find_order("id=?", ent)["no"]), "Enter")
        scene.hands.keys = keys
        if kind != "报过到":
            scene.hands.press(*TIMES, "Enter")
        scene.hands.press("Enter")
        if kind == "有偿":
            scene.hands.press("Enter", "1")
            if first:
                scene.hands.press(*FIRST_LEAF)  # the others follow by Enter
            scene.hands.press("Enter")
        scene.hands.press(*(UNSIGNED if kind == "未签" else SIGNED))


@then(parsers.re(r"每张不超过 (?P<most>\d+) 键"))
def _at_most_each(scene: Scene, most: str) -> None:
    assert scene.hands.keys <= int(most) * len(scene.noted), scene.hands.keys


@then(parsers.re(r"(?P<count>\d+) 张都回来了, (?P<signed>\d+) 张已签, (?P<bare>\d+) 张未签"))
def _all_back(scene: Scene, count: str, signed: str, bare: str) -> None:
    found = [scene.find_order("id=?", ent) for ent in scene.noted.values()]
    assert [one["status"] for one in found] == ["slip_back"] * int(count)
    sheets = [one["status"] for ent in scene.noted.values() for one in scene.slips_of(ent)]
    assert (sheets.count("back_signed"), sheets.count("back_unsigned")) == (int(signed), int(bare))


@then(parsers.re(r"(?P<count>\d+) 张收据的号接着编, 金额和单子一样"))
def _receipts(scene: Scene, count: str) -> None:
    paid = [ent for name, ent in scene.noted.items() if name.startswith("有偿")]
    takings = [one for ent in paid for one in _takings(scene, ent)]
    assert [one["receipt_no"] for one in takings] == [str(int(FIRST_LEAF) + n) for n in range(int(count))]
    assert [one["amount_fen"] for one in takings] == [
        scene.find_order("id=?", ent)["received_fen"] for ent in paid
    ] == [3000] * int(count)  # fmt: skip


def _takings(scene: Scene, order: str) -> list[Values]:
    counter = scene.desk.counter
    assert counter is not None
    columns = columns_of(counter.rules.known("taking").record)
    return [columns.decode(row) for row in counter.database.read(columns.select("order_id=?"), (order,))]
