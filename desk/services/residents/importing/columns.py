"""What the title of a column means, in the many words owners' lists use."""

import re
import unicodedata
from enum import StrEnum


class Column(StrEnum):
    """What a column holds. The words stand in plans and tests, never on screen."""

    BUILDING = "building"
    UNIT = "unit"
    ROOM = "room"
    ADDRESS = "address"
    FLOOR = "floor"
    AREA = "area"
    HANDED_OVER = "handed_over"
    NAME = "name"
    PHONE = "phone"
    RELATION = "relation"
    FROM = "from"
    TO = "to"
    SALUTATION = "salutation"
    BIRTHDAY = "birthday"
    LEVEL = "level"
    BEST_HOURS = "best_hours"
    NOTE = "note"
    TENANT_NAME = "tenant_name"
    TENANT_PHONE = "tenant_phone"
    FAMILY_NAME = "family_name"
    FAMILY_PHONE = "family_phone"
    OWNER_NO = "owner_no"
    PERSON_NO = "person_no"
    PARKING_NO = "parking_no"
    PARKING_LOT = "parking_lot"


# Written one after the other, as they stand in lists of companies and of the other property system.
SYNONYMS: dict[Column, str] = {
    Column.BUILDING: (
        "楼栋 楼栋号 楼栋编号 栋 栋号 栋数 栋别 楼号 楼幢 楼幢号 幢 幢号 座 座号 座栋 楼 楼宇 楼座 几栋 "
        "楼栋名称 所在楼栋 号楼 "
    ),
    Column.UNIT: "单元 单元号 单元编号 所在单元 单元名称 梯 梯号 门洞",
    Column.ROOM: (
        "房号 房间 房间号 房间编号 室 室号 号 户号 门牌 门牌号 房屋编号 房屋号 房屋 房屋号码 房产编号 "
        "房室 房门号 房号/室号 房屋名称 铺号 商铺号 房源编号 "
    ),
    Column.ADDRESS: (
        "地址 住址 房屋地址 物业地址 家庭住址 房产地址 详细地址 房产 房产名称 房屋位置 房屋坐落 坐落 "
        "单元房号 楼栋房号 栋号房号 房屋信息 房间信息 楼栋单元房号 楼栋-单元-房号 房址 房源 位置 "
    ),
    Column.FLOOR: "楼层 房屋楼层 所在楼层 层 层数 所在层",
    Column.AREA: "面积 建筑面积 房屋面积 建面 产权面积 计费面积 收费面积 房屋建筑面积",
    Column.HANDED_OVER: "交房日期 交房时间 交付日期 交付时间 收房日期 收房时间 接房日期 接房时间",
    Column.NAME: (
        "姓名 业主 业主姓名 业主名称 业主名 户主 户主姓名 客户名称 客户姓名 客户 住户 住户姓名 住户名称 "
        "产权人 产权人姓名 房主 房主姓名 联系人 联系人姓名 名字 业主/住户 业主住户 人员姓名 居住人 "
        "购房人 "
    ),
    Column.PHONE: (
        "电话 手机 手机号 手机号码 联系电话 联系方式 联系号码 电话号码 联系手机 移动电话 固定电话 固话 "
        "座机 家庭电话 宅电 业主电话 业主手机 业主手机号 业主联系电话 业主联系方式 住户电话 备用电话 "
        "备用联系方式 备用手机 手机/电话 电话/手机 联系人电话 户主电话 "
    ),
    Column.RELATION: (
        "关系 身份 与业主关系 与户主关系 业主类型 住户类型 住户身份 人员类型 人员类别 类别 客户类型 住户性质 居住性质 "
    ),
    Column.FROM: "入住日期 入住时间 入伙日期 入伙时间 迁入日期 迁入时间 起租日期 起租时间 租期开始 入住",
    Column.TO: "迁出日期 迁出时间 搬离日期 搬出日期 退租日期 租期结束 租期到期 租约到期 迁出",
    Column.SALUTATION: "称呼 尊称 称谓",
    Column.BIRTHDAY: "生日 出生日期 出生年月日",
    Column.LEVEL: "服务等级 服务级别 客户等级 客户级别",
    Column.BEST_HOURS: "方便通话 方便通话时间 方便联系时间 联系时间",
    Column.NOTE: "备注 备注信息 说明 备注说明 附注 其他 其它",
    Column.TENANT_NAME: "租户 租户姓名 租户名称 租客 租客姓名 承租人 承租人姓名 租赁人",
    Column.TENANT_PHONE: (
        "租户电话 租户手机 租户手机号 租户联系电话 租户联系方式 租客电话 租客手机 租客联系方式 承租人电话 "
    ),
    Column.FAMILY_NAME: "家属 家属姓名 家人 家人姓名 家庭成员 家庭成员姓名 成员姓名 配偶 配偶姓名",
    Column.FAMILY_PHONE: "家属电话 家属手机 家属联系方式 家人电话 家庭成员电话 成员电话 配偶电话",
    Column.OWNER_NO: "业主编号",
    Column.PERSON_NO: "编号 人员编号 成员编号",
    Column.PARKING_NO: "车位编码 车位编号 车位号 车位",
    Column.PARKING_LOT: "停车场编号 停车场 停车场名称 车库 车场",
}
MEANINGS = {title: column for column, titles in SYNONYMS.items() for title in titles.split()}

NUMBERED = re.compile(
    r"^(?:备用|第二|其他|其它)?(?:联系)?(?:电话|手机|手机号|手机号码|联系电话|联系方式)[0-9一二三四五]$"
)
BRACKETS = re.compile(r"[(\[【〔{][^)\]】〕}]*[)\]】〕}]?")
# Words of tables that are other matters; two of them and no name make the table none of ours.
OTHER_MATTERS = re.compile(
    r"收费|缴费|费用|应缴|实缴|应收|实收|欠费|金额|单价|库存|物品|仓库|表号|表类型|抄表|读数|计费|水表|电表|采集器|收银"
)


def plain_title(value: object) -> str:
    """A title as it is compared: compatibility signs folded, no spaces, brackets, stars or colons."""
    text = unicodedata.normalize("NFKC", str(value)) if value is not None else ""
    text = BRACKETS.sub("", text)
    return re.sub(r"[\s*:：·.。、_]+", "", text)


def meaning(title: object) -> Column | None:
    """What a column with this title holds, or None where we do not take it."""
    text = plain_title(title)
    if not text or len(text) > 20:
        return None
    found = MEANINGS.get(text)
    if found is None and NUMBERED.fullmatch(text):
        return Column.PHONE
    return found
