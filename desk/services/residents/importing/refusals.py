"""Why a file is not taken: one sentence that says what is the matter and one that says what to do."""

from desk.domain.errors import DeskError

SAVE_AS = "请用 Excel 或 WPS 打开它, 另存为 .xlsx 文件后再导入"

# word -> (message, advice)
REFUSALS: dict[str, tuple[str, str]] = {
    "missing": ("找不到这个文件", "请重新选择文件"),
    "not_file": ("选中的不是一个文件", "请选择一个 Excel 或 CSV 文件"),
    "cannot_open": ("这个文件打不开", "如果它正在 Excel 或 WPS 里开着, 请先关闭, 或者复制到桌面后再导入"),
    "empty": ("这是一个空文件", "请重新导出一份, 或者下载我们的模板填写"),
    "large": ("这个文件太大", "请删掉图片和不用的表, 或者按楼栋分成几个文件再导入"),
    "bomb": ("这个文件解开后大得不正常, 没有打开它", "请向给您文件的人要一份重新保存的 .xlsx"),
    "hostile": ("这个文件里夹带了表格不该有的内容, 没有打开它", "请向给您文件的人核实, 要一份重新保存的 .xlsx"),
    "encrypted": ("这个文件有密码", "请在 Excel 里输入密码打开, 另存为不加密的 .xlsx 后再导入"),
    "damaged": ("这个文件已损坏, 读不出完整内容", SAVE_AS),
    "unreadable": ("这个文件读到一半就读不下去了: 内容太大或者已损坏", SAVE_AS),
    "slow": ("这个文件读得太久, 已停止", "请删掉不用的表和空白行, 或者按楼栋分成几个文件再导入"),
    "crowded": ("这个文件里的内容太多", "请按楼栋分成几个文件再导入"),
    "old_excel": ("这是很旧的 Excel 格式", SAVE_AS),
    "binary_excel": ("这个 .xlsb (二进制) 表格读不出来", SAVE_AS),
    "xml_excel": ("这是 XML 格式的表格", SAVE_AS),
    "web_archive": ("这是网页存档, 不是表格", SAVE_AS),
    "archive": ("这是压缩包, 不是表格", "请先解压, 再选择里面的 Excel 文件"),
    "word": ("这是 Word 文档, 不是表格", "请把里面的表格复制到 Excel, 存为 .xlsx 后再导入"),
    "slides": ("这是演示文稿, 不是表格", "请选择一个 Excel 或 CSV 文件"),
    "not_workbook": ("这不是表格文件", "请选择一个 Excel (.xlsx / .xls) 或 CSV 文件"),
}


class RefusedError(Exception):
    """Raised while reading, in the child process; crosses to the desk as its word."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class CancelledError(DeskError):
    """The clerk stopped the import; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("已取消导入", "什么都没有改动")


def refusal(word: str) -> DeskError:
    message, advice = REFUSALS[word]
    return DeskError(message, advice)
