"""What the pages of an import say about its numbers, in both languages."""

from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.queries import ImportView, amount
from xiuhua.platform.exchange.review import Show

LABELS = {
    Show.WRONG: Text("有错", "Wrong"),
    Show.ASK: Text("要确认", "To confirm"),
    Show.NEW: Text("新增", "New"),
    Show.CHANGED: Text("有变化", "Changed"),
    Show.SAME: Text("相同", "Same"),
    Show.MENDED: Text("已改的格", "Mended"),
}

EMPTY = {
    Show.WRONG: Text("没有要改的格子。", "Nothing has to be mended."),
    Show.ASK: Text("没有要确认的。", "Nothing has to be confirmed."),
    Show.NEW: Text("没有新增。", "Nothing is new."),
    Show.CHANGED: Text("与已存的没有不同。", "Nothing differs from what is stored."),
    Show.MENDED: Text("没有在这里改过的格子。", "No cell was mended here."),
}


def headline(view: ImportView) -> Text:
    """Return what there is to know first: how many cells must be mended, and that the rest can enter."""
    rows, wrong = f"{view.rows:,}", f"{view.wrong:,}"
    cells = "cell needs" if view.wrong == 1 else "cells need"
    if view.taken and view.wrong:
        held = amount(view.unit, view.held)
        return Text(f"还有 {held.zh}留在这里，{wrong} 格要改", f"{held.en} still held, {wrong} {cells} mending")
    if view.wrong and view.good:
        return Text(
            f"{rows} 行里，{wrong} 格要改，其余可以进来",
            f"{rows} rows: {wrong} {cells} mending, the rest can enter",
        )
    if view.wrong:
        return Text(f"{rows} 行里，{wrong} 格要改", f"{rows} rows: {wrong} {cells} mending")
    if view.good:
        return Text(f"{rows} 行都可以进来", f"All {rows} rows can enter")
    return Text(f"{rows} 行都与已存的相同", f"All {rows} rows are as stored")


def compared(view: ImportView) -> Text:
    """Return how many records were compared with what is stored."""
    every = amount(view.unit, sum(view.records.values()))
    return Text(f"{every.zh}，与已存的逐格比对过", f"{every.en}, compared with what is stored cell by cell")


def next_title(view: ImportView) -> Text:
    """Return what to do next."""
    good = amount(view.unit, view.good)
    if view.good and view.wrong:
        return Text(f"先接收没有问题的 {good.zh}", f"Take in the {good.en} without errors first")
    if view.good:
        return Text(f"接收 {good.zh}", f"Take in {good.en}")
    if view.confirmed:
        return Text("记下已确认的内容", "Record what was confirmed")
    if view.wrong:
        return Text("先把标红的格子改好", "Mend the red cells first")
    return Text("没有要写入的内容", "There is nothing to write")


def next_text(view: ImportView) -> Text:
    """Return what the next step does, and what not."""
    held = amount(view.unit, view.records.get("wrong", 0))
    undo = Text("接收后可以整批撤销。", "All of it can be undone afterwards.")
    if view.good and view.records.get("wrong", 0):
        return Text(
            f"有错的 {held.zh}留在这里，改好一格就能进来；{undo.zh}",
            f"What has errors ({held.en}) waits here and can enter once mended. {undo.en}",
        )
    if view.good:
        return undo
    if view.confirmed:
        return Text("确认的理由会记入日志，以后不再问。", "The reasons are kept in the journal; it is not asked again.")
    if view.wrong:
        return Text(
            "在下面直接改，或下载标好错的原表去改。", "Mend them below, or download the sheet with the errors marked."
        )
    return Text(
        "表里说的都已经记着。结束后，这次上传的内容就删掉。",
        "All it says is already stored. Once ended, the upload is deleted.",
    )


def take_label(view: ImportView) -> Text:
    """Return the words of the button that takes in."""
    if view.good:
        good = amount(view.unit, view.good)
        return Text(f"接收 {good.zh}", f"Take in {good.en}")
    return Text(f"记下 {view.confirmed:,} 处确认", f"Record {view.confirmed:,} confirmed")


def taken_line(view: ImportView) -> Text:
    """Return what was taken in so far."""
    taken = amount(view.unit, view.taken_in)
    held = amount(view.unit, view.held)
    if view.held:
        return Text(f"接收了 {taken.zh}，留下 {held.zh}", f"{taken.en} taken in, {held.en} held")
    return Text(f"接收了 {taken.zh}", f"{taken.en} taken in")


def list_line(view: ImportView) -> Text:
    """Return the numbers of an import for a list."""
    if view.taken:
        return taken_line(view)
    if not view.records:
        return Text("", "")
    good = amount(view.unit, view.good)
    if view.wrong:
        return Text(f"{good.zh}可以接收，{view.wrong:,} 格要改", f"{good.en} ready, {view.wrong:,} to mend")
    return Text(f"{good.zh}可以接收", f"{good.en} ready")


def chip_label(view: ImportView, show: Show) -> Text:
    """Return the words of a filter with its count; records are named, cells are not."""
    label = LABELS[show]
    if show in (Show.NEW, Show.CHANGED, Show.SAME):
        count = amount(view.unit, view.records.get(show.value, 0))
        return Text(f"{label.zh} {count.zh}", f"{label.en}: {count.en}")
    counts = {Show.WRONG: view.wrong, Show.ASK: view.to_confirm, Show.MENDED: view.lines.get(Show.MENDED, 0)}
    return Text(f"{label.zh} {counts[show]:,}", f"{label.en}: {counts[show]:,}")
