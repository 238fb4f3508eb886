"""The ledger of paper: every sheet printed, out, back, or missing; and files attached to an order."""

from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.field import Kind, RecordType, Scope, Sought, field, moment
from desk.domain.flow import Life


class SlipState(Code):
    BLANK = "blank", "空白备用"
    UNPRINTED = "unprinted", "未打印"
    OUT = "out", "在外"
    BACK_SIGNED = "back_signed", "已回·已签"
    BACK_UNSIGNED = "back_unsigned", "已回·未签"
    MISSING = "missing", "缺单"
    VOID = "void", "作废"


class SlipFormat(Code):
    A5 = "a5", "A5 横向"
    A4_TWO_UP = "a4_two_up", "A4 一页两张"
    PLIES = "plies_241", "241×140 毫米多联纸"


@dataclass
class Slip:
    order_id: str = field("报修单", Kind.REF, refers="work_order", indexed=True)  # a blank one has none yet
    no: str = field("编号", required=True, searched=True, sought=Sought.NUMBER, width=9, limit=40)
    blank: bool = field("空白预印", Kind.FLAG)
    bound_at: int = moment("绑定时间", width=10)
    copy_no: int = field("第几次打印", Kind.NUMBER, width=5)
    format: str = field("纸张", Kind.CODE, code=SlipFormat, width=8)
    printer: str = field("打印机", width=12, limit=100)
    crew: str = field("班组", width=6, limit=40)
    technician: str = field("维修人员", width=6, limit=60)
    printed_by: str = field("打印人", width=6, limit=60)
    status: str = field("状态", Kind.CODE, code=SlipState, width=8, indexed=True)
    queued_at: int = field("开单时间", Kind.MOMENT)
    printed_at: int = moment("打印时间", width=10)
    back_at: int = moment("收回时间", width=10)
    missing_note: str = field("缺单说明", width=12, limit=200)


class FileKind(Code):
    SCAN = "scan", "派工单扫描件"
    PHOTO = "photo", "照片"


@dataclass
class Attachment:
    """A file at any record: the order's scan, the paper that a notice came with, a photo of what was rotten."""

    about: str = field("哪种事项", required=True, exported=False, limit=40)
    about_id: str = field("事项编号", Kind.REF, refers_by="about", required=True, indexed=True, exported=False)
    kind: str = field("种类", Kind.CODE, code=FileKind, required=True)
    sha256: str = field("文件指纹", required=True, limit=64, exported=False)
    media: str = field("格式", limit=40)
    size: int = field("大小", Kind.NUMBER)
    title: str = field("名称", limit=200, private=True)
    added_at: int = moment("添加时间")
    status: str = field("状态", Kind.CODE, code=Life, exported=False)


SLIP = RecordType("slip", "派工单", Slip)
ATTACHMENT = RecordType("attachment", "附件", Attachment, also=(Scope.COMPLAINT,))
