"""Our own list to fill in: titles, an example, where text must stay text, and a sheet that explains it."""

from pathlib import Path

from desk.domain.errors import DeskError
from desk.services.residents.record import Relation, ServiceLevel

ROWS = 5000
# title, width, kept as text, example, how to fill it in
COLUMNS: tuple[tuple[str, int, bool, str | float, str], ...] = (
    ("楼栋", 8, True, "3", "必填。3、3栋、A座 都可以"),
    ("单元", 8, True, "2", "没有单元的楼 (如商铺) 留空"),
    ("房号", 10, True, "1801", "必填。只写房号; 也可以在这里写 3-2-1801, 前两列留空"),
    ("楼层", 7, False, 18, "数字, 地下一层写 -1"),
    ("面积", 10, False, 94.56, "建筑面积, 平方米, 只写数字"),
    ("交房日期", 13, True, "2019-06-30", "2019-06-30 这样写"),
    ("姓名", 12, True, "王秀英", "一行一位; 同一套房的家人、租户另起一行, 楼栋房号照写"),
    ("关系", 8, True, Relation.OWNER.label, "业主、家人 或 租户; 留空算业主"),
    ("电话", 22, True, "13800006621、0591-88016000", "几个号码用顿号分开, 第一个是先打的; 座机带区号"),
    ("称呼", 8, True, "王女士", "前台怎么称呼"),
    ("生日", 13, True, "", "可不填"),
    ("服务等级", 10, True, ServiceLevel.ORDINARY.label, "普通 或 重点; 留空算普通"),
    ("方便通话", 14, True, "晚上 7 点后", "什么时候打电话方便"),
    ("入住日期", 13, True, "2019-09-01", "租户写起租日期"),
    ("迁出日期", 13, True, "", "已经搬走或租约到期的日期"),
    ("备注", 28, True, "示例行, 不会导入, 可以删掉", "其他要记的"),
)
CHOICES = {"关系": Relation, "服务等级": ServiceLevel}
NOTES = (
    "住户名单填写说明",
    "1. 只填“住户名单”这一张表, 第一行的标题不要改。列可以少, 顺序可以换。",
    "2. 保存后在 住户 → 导入 里选择这个文件。先看预览, 确认后才写入; 有问题的行会写明原因, 可存成表格改好再导入。",
    "3. 同一个文件导入两次不会重复。没有填的格子不会改动已有的内容, 电话只会增加。",
    "4. 不需要身份证号, 请不要填。",
)


def write_template(path: Path) -> None:
    """Writes the workbook. DeskError where it cannot be written."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "住户名单"
    sheet.freeze_panes = "A2"
    head = PatternFill("solid", fgColor="DCE9F5")
    for number, (title, width, as_text, example, _) in enumerate(COLUMNS, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = width
        if as_text:
            sheet.column_dimensions[letter].number_format = "@"
        cell = sheet.cell(1, number, title)
        cell.font, cell.fill, cell.alignment = Font(bold=True), head, Alignment(horizontal="center")
        sample = sheet.cell(2, number, example if example != "" else None)
        sample.font = Font(italic=True, color="808080")
        for row in range(2, 202):
            if as_text:
                sheet.cell(row, number).number_format = "@"
        if title in CHOICES:
            words = ",".join(code.label for code in CHOICES[title])
            rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
            rule.errorTitle, rule.error = title, f"请选 {words.replace(',', '、')}"
            rule.add(f"{letter}2:{letter}{ROWS}")
            sheet.add_data_validation(rule)
    notes = book.create_sheet("填写说明")
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 14, 70
    for line in NOTES:
        notes.append([line])
    notes.append([])
    for title, _, _, _, how in COLUMNS:
        notes.append([title, how])
    notes["A1"].font = Font(bold=True, size=14)
    try:
        book.save(path)
    except OSError:
        raise DeskError("模板没有存成", "请换一个文件夹, 或关闭正在打开的同名文件") from None
