"""Which items a document has and what their words are: nothing vanishes, and nothing that orders nothing is one."""

from __future__ import annotations

from datetime import date

import pytest

from policyparse import pipeline
from policyparse.model import Line, Policy, Scan

HEAD = "云溪市教育局2025年工作要点\n一、重点任务\n"


def policy(text: str) -> Policy:
    """The one document that a text gives, read as a TXT file."""
    lines = tuple(Line(line, page=1) for line in text.split("\n"))
    (only,) = pipeline.read(Scan("任意.txt", "txt", "0" * 64, lines, 1)).documents
    return only


def items(text: str) -> list[tuple[str | None, str, str]]:
    """Number, title and text of each task."""
    return [(t.number, t.title, t.text) for t in policy(text).tasks]


ITEMS = [
    pytest.param(
        "任务：新建学校2所；牵头：市教育局；配合：市财政局；时限：8月底\n任务：新增泊位200个；牵头：市城管局；配合：市公安局；时限：10月底",
        [(None, "新建学校2所", "新建学校2所"), (None, "新增泊位200个", "新增泊位200个")],
        id="the labels of a card in one line",
    ),
    pytest.param(
        "作战图一：河道整治\n指挥长：李某某\n作战任务：清淤9公里。\n作战单位：市水利局\n作战时限：10月底\n作战图二：小区改造\n指挥长：王某某\n作战任务：改造小区9个。\n作战单位：市住建局\n作战时限：12月底",
        [
            ("作战图一", "河道整治", "作战任务：清淤9公里。"),
            ("作战图二", "小区改造", "作战任务：改造小区9个。"),
        ],
        id="maps of a battle with labels below each",
    ),
    pytest.param(
        "（一）农业类\n第3号：关于修复渠道的建议。领衔代表：邱某某。主办：县水利局，会办：县财政局。\n第7号：关于增设泊位的建议。领衔代表：林某某。主办：县城管局。\n"
        "（二）教育类\n第12号：关于改造食堂的建议。领衔代表：雷某某。主办：县教育局。\n有关要求：\n1.按时答复代表。\n2.及时报送情况。",
        [
            ("第3号", "关于修复渠道的建议", "关于修复渠道的建议"),
            ("第7号", "关于增设泊位的建议", "关于增设泊位的建议"),
            ("第12号", "关于改造食堂的建议", "关于改造食堂的建议"),
            ("1.", "按时答复代表", "按时答复代表。"),
            ("2.", "及时报送情况", "及时报送情况。"),
        ],
        id="papers of deputies below headings, and what is asked of everybody behind them",
    ),
    pytest.param(
        "1.完成换届。（党群部）\n2.开展巡察。（纪检室）\n督办要求：各部门每月28日前报送进展。",
        [("1.", "完成换届", "完成换届。"), ("2.", "开展巡察", "开展巡察。")],
        id="what is asked of everybody in a line behind the last item",
    ),
    pytest.param(
        "1.完成换届。（县委组织部为主）\n2.开展巡察。（县委巡察办为主）\n说明：标明为主的单位汇总上报，县委督查室每季度调度。",
        [("1.", "完成换届", "完成换届。"), ("2.", "开展巡察", "开展巡察。")],
        id="a note behind the last item",
    ),
    pytest.param(
        "（一）河道专班\n专班组长：李某\n牵头单位：市水利局\n成员单位：市财政局\n主要任务：\n1.清淤3公里。\n2.新建泵站1座。\n（二）小区专班\n专班组长：王某\n牵头单位：市住建局\n成员单位：市城管局\n主要任务：\n1.改造小区9个。\n2.加装电梯8部。",
        [
            ("1.", "清淤3公里", "清淤3公里。"),
            ("2.", "新建泵站1座", "新建泵站1座。"),
            ("1.", "改造小区9个", "改造小区9个。"),
            ("2.", "加装电梯8部", "加装电梯8部。"),
        ],
        id="headings with labels over their numbered items are no cards",
    ),
    pytest.param(
        "交办以下任务。第1项：新建水厂。牵头领导：李某，主责单位：县水利局，完成时限：6月底。第2项：修缮校舍，培训教师。牵头领导：王某，主责单位：县教育局，完成时限：8月底。",
        [("第1项", "新建水厂", "新建水厂。"), ("第2项", "修缮校舍", "修缮校舍，培训教师。")],
        id="items that a word numbers, run on in one paragraph",
    ),
    pytest.param(
        "督办事项1：清理欠款\n主办单位：市工信局\n办理时限：6月底\n督办事项2：复工项目\n主办单位：市住建局\n办理时限：8月底",
        [("督办事项1", "清理欠款", "清理欠款"), ("督办事项2", "复工项目", "复工项目")],
        id="a qualified word with its number",
    ),
    pytest.param(
        "7月份\n△市工会：举办运动会（市体育局协办）。\n△市妇联、市教育局：开展讲座2场。\n8月份\n△市文联：举办画展。",
        [
            (None, "举办运动会", "举办运动会。"),
            (None, "开展讲座2场", "开展讲座2场。"),
            (None, "举办画展", "举办画展。"),
        ],
        id="signs with the units before what they do, below months",
    ),
    pytest.param(
        "（一）城市\n市住建局：改造小区9个。\n市城管局、市财政局：新建泊位200个。\n（二）乡村\n【市水利局】加固水库9座。\n【市农业农村局】新建农田6万亩。",
        [
            (None, "改造小区9个", "改造小区9个。"),
            (None, "新建泊位200个", "新建泊位200个。"),
            (None, "加固水库9座", "加固水库9座。"),
            (None, "新建农田6万亩", "新建农田6万亩。"),
        ],
        id="paragraphs below headings that begin with their units",
    ),
    pytest.param(
        "1.市工会：举办运动会。\n2.市水利局牵头，市财政局配合：加固水库9座。\n3.市民中心：建设1处。\n4.市教育局：新建学校2所。市卫健委：新建诊所3家。",
        [
            ("1.", "举办运动会", "举办运动会。"),
            ("2.", "加固水库9座", "加固水库9座。"),
            ("3.", "市民中心", "市民中心：建设1处。"),
            ("4.", "市教育局：新建学校2所", "市卫健委：新建诊所3家。"),
        ],
        id="units before a colon are no words of what they do, but what is built is, and so are several parts",
    ),
    pytest.param(
        "1.项目名称：河道治理 建设内容：治理河长9公里。责任单位：市水利局\n2.项目名称：水库加固\n责任单位：市水利局",
        [("1.", "河道治理", "建设内容：治理河长9公里。"), ("2.", "水库加固", "水库加固")],
        id="the label of an item's name is no word of it",
    ),
    pytest.param(
        "工作一：河道防御 责任单位：市水利局\n清淤3公里。\n工作二：城市排涝 责任单位：市住建局\n清掏雨水井90个。",
        [("工作一", "河道防御", "清淤3公里。"), ("工作二", "城市排涝", "清掏雨水井90个。")],
        id="a piece of work with its number, units in its heading",
    ),
    pytest.param(
        "1.农田建设 建设任务：新建农田3万亩。完成时限：12月底。责任单位：市农业农村局。\n2.种业振兴 建设任务：建设基地2个。责任单位：市农业农村局。",
        [("1.", "农田建设", "建设任务：新建农田3万亩。"), ("2.", "种业振兴", "建设任务：建设基地2个。")],
        id="a label of the words behind the name and a blank",
    ),
    pytest.param(
        "（一）绿化提质\n任务内容∶新建公园9个。\n牵头单位∶市园林局\n整改责任领导：李某",
        [("（一）", "绿化提质", "任务内容：新建公园9个。")],
        id="the sign of a proportion for a colon, a leader who mends",
    ),
    pytest.param(
        "（一）宣传发动阶段（3月7日—3月9日）\n各单位要利用广播广泛宣传。\n（二）督查阶段（8月） 县创建办组织检查。\n三、措施保障\n1、各单位书记亲自抓。",
        [
            ("（一）", "宣传发动阶段", "各单位要利用广播广泛宣传。"),
            ("（二）", "督查阶段（8月）", "县创建办组织检查。"),
            ("1、", "各单位书记亲自抓", "各单位书记亲自抓。"),
        ],
        id="a stage with its time, and who is to do it behind",
    ),
    pytest.param(
        "1.压减时限。\n二、实施步骤\n第一阶段（3月1日—3月31日）：动员部署。召开会议。\n第二阶段（4月）：集中整治。开展检查。\n三、时间安排\n摸底阶段（5月1日—5月20日）：登记造册。\n整改阶段（6月）：逐户整改。\n四、具体安排\n第一阶段 动员部署（7月）\n召开会议。\n第二阶段 集中整治（8月）\n开展检查。",
        [
            ("1.", "压减时限", "压减时限。"),
            ("第一阶段", "动员部署", "召开会议。"),
            ("第二阶段", "集中整治", "开展检查。"),
            (None, "摸底阶段", "摸底阶段：登记造册。"),
            (None, "整改阶段", "整改阶段：逐户整改。"),
            ("第一阶段", "动员部署", "召开会议。"),
            ("第二阶段", "集中整治", "开展检查。"),
        ],
        id="stages with their times below steps",
    ),
    pytest.param(
        "道路提升工程\n新修道路8公里。\n（牵头单位：市交通局；完成时限：11月底前）\n供水保障工程\n新建水厂2座。（市水利局牵头，市财政局配合）",
        [(None, "道路提升工程", "新修道路8公里。"), (None, "供水保障工程", "新建水厂2座。")],
        id="a name over words and a bracket, again and again",
    ),
    pytest.param(
        "（市水利局牵头，市财政局配合）\n1.修复河道。清淤3公里。\n（市住建局负责）\n2.改造小区。加装电梯9部。\n以上事项，请承办单位于每月25日前报送进展（联系人：林某）。",
        [("1.", "修复河道", "清淤3公里。"), ("2.", "改造小区", "加装电梯9部。")],
        id="a bracket of units on a line above each item",
    ),
    pytest.param(
        "（一）河道行动\n目标任务：清淤3公里。\n重点举措：分段实施。\n牵头单位：市水利局\n（二）小区行动\n目标任务：改造小区9个。\n重点举措：逐栋改造。\n牵头单位：市住建局",
        [
            ("（一）", "河道行动", "目标任务：清淤3公里。\n重点举措：分段实施。"),
            ("（二）", "小区行动", "目标任务：改造小区9个。\n重点举措：逐栋改造。"),
        ],
        id="the labels of a numbered item are no card of their own",
    ),
    pytest.param(
        "项目一\n项目名称：饮水工程\n建设内容：改造水厂2座。\n责任单位：市水利局\n项目二\n项目名称：照明工程\n建设内容：安装路灯90盏。\n责任单位：市城管局",
        [("项目一", "饮水工程", "改造水厂2座。"), ("项目二", "照明工程", "安装路灯90盏。")],
        id="the number of a project over the labels of its card",
    ),
    pytest.param(
        "停车场建设\n新建泊位500个。\n牵头单位：市城管局\n完成时限：10月底\n小区改造\n工作举措：改造小区9个。\n牵头单位：市住建局\n二、河道整治\n清淤工程\n清淤8公里。\n责任单位：市水利局",
        [
            (None, "停车场建设", "新建泊位500个。"),
            (None, "小区改造", "工作举措：改造小区9个。"),
            (None, "清淤工程", "清淤8公里。"),
        ],
        id="cards that nothing begins, a name over words and labels",
    ),
    pytest.param(
        "新建泊位500个，完善收费。\n牵头单位：市城管局\n改造小区9个，加装电梯。\n牵头单位：市住建局\n配合单位：市财政局",
        [
            (None, "新建泊位500个", "新建泊位500个，完善收费。"),
            (None, "改造小区9个", "改造小区9个，加装电梯。"),
        ],
        id="a sentence over the labels of each",
    ),
    pytest.param(
        "第003号建议：关于增设泊位的建议\n主办单位：市城管局\n办理要求：新增泊位500个。\n第12号建议：关于改造食堂的建议\n主办单位：市教育局\n办结时限：7月底",
        [
            ("第003号建议", "关于增设泊位的建议", "办理要求：新增泊位500个。"),
            ("第12号建议", "关于改造食堂的建议", "关于改造食堂的建议"),
        ],
        id="what deputies ask for, by its number",
    ),
    pytest.param(
        "第003号 关于增设泊位的建议（主办：市城管局）\n第012号 关于疏浚河道的建议（分办：市水利局、市住建局）",
        [
            ("第003号", "关于增设泊位的建议", "关于增设泊位的建议"),
            ("第012号", "关于疏浚河道的建议", "关于疏浚河道的建议"),
        ],
        id="what deputies ask for, with its units in a bracket",
    ),
    pytest.param(
        "问题1：校车监管不严。整改措施：①建立监控平台；②重签安全协议。整改时限：6月底前。责任单位：市教育局。\n"
        "问题2：采购不规范。整改措施：①修订办法；②公开结果。整改时限：7月底前。责任单位：市财政局。",
        [
            ("问题1", "校车监管不严", "整改措施：①建立监控平台；②重签安全协议。"),
            ("问题2", "采购不规范", "整改措施：①修订办法；②公开结果。"),
        ],
        id="measures counted behind their label are text of the item whose labels follow",
    ),
    pytest.param(
        "六月至八月\n1.开办课堂40个。\n九月\n2.培训教师90人。",
        [("1.", "开办课堂40个", "开办课堂40个。"), ("2.", "培训教师90人", "培训教师90人。")],
        id="headings that are months, and one from month to month",
    ),
    pytest.param(
        "（一）修复河道。清淤3公里。\n——责任单位：市水利局\n（二）新建托位。新增200个。\n——责任单位：市民政局\n"
        "市人大常委会将每季度开展一次视察，确保年底前完成。",
        [("（一）", "修复河道", "清淤3公里。"), ("（二）", "新建托位", "新增200个。")],
        id="who will look into all of it closes",
    ),
    pytest.param(
        "（一）优化流程。压减时限。\n（二）各处室要加强培训。\n（三）各校要求家长参与。",
        [
            ("（一）", "优化流程", "压减时限。"),
            ("（二）", "各处室要加强培训", "各处室要加强培训。"),
            ("（三）", "各校要求家长参与", "各校要求家长参与。"),
        ],
        id="an order to all is an item where it has a number",
    ),
    pytest.param(
        "（一）整治环境一是清运垃圾20车 二是拆除旧棚4处。\n（二）加强培训，一是开课6次，二是比武2场。",
        [
            ("（一）", "整治环境", "一是清运垃圾20车二是拆除旧棚4处。"),
            ("（二）", "加强培训", "加强培训，一是开课6次，二是比武2场。"),
        ],
        id="what is counted in words right behind a heading is no title",
    ),
    pytest.param(
        "1、清理土地。\n主办：市自然资源局\n局办公室负责督办，每月通报一次。",
        [("1、", "清理土地", "清理土地。")],
        id="who follows it up closes",
    ),
    pytest.param(
        "（一）优化流程。（责任单位：市教育局）各科室要抓好落实。",
        [("（一）", "优化流程", "优化流程。")],
        id="an appeal behind the bracket of units closes",
    ),
    pytest.param(
        "（一）动员部署（2025年5月上旬）。召开会议。\n（二）压减环节（6月底前）\n（三）开展检查（3月1日至4月30日）。",
        [
            ("（一）", "动员部署", "召开会议。"),
            ("（二）", "压减环节", "压减环节"),
            ("（三）", "开展检查", "开展检查。"),
        ],
        id="a bracket that holds only a time is no word of title or text",
    ),
    pytest.param(
        "（一）植树\n①完成造林2万亩（市林业局，4月底前）；②修复林地1万亩（各乡镇）；③绿化道路9公里（市交通局）。\n（二）管护\n1.巡山护林；2.防治病虫；3.清理枯木。",
        [
            ("①", "完成造林2万亩", "完成造林2万亩；"),
            ("②", "修复林地1万亩", "修复林地1万亩；"),
            ("③", "绿化道路9公里", "绿化道路9公里。"),
            ("1.", "巡山护林", "巡山护林；"),
            ("2.", "防治病虫", "防治病虫；"),
            ("3.", "清理枯木", "清理枯木。"),
        ],
        id="items run on in a paragraph that begins with the first",
    ),
    pytest.param(
        "市教育局：1.新建学校2所。2.培训教师90人。\n市住建局：1.改造小区5个；2.新增车位600个。",
        [
            ("1.", "新建学校2所", "新建学校2所。"),
            ("2.", "培训教师90人", "培训教师90人。"),
            ("1.", "改造小区5个", "改造小区5个；"),
            ("2.", "新增车位600个", "新增车位600个。"),
        ],
        id="items behind the unit that does them and its colon",
    ),
    pytest.param(
        "（一）产业强县。 1.建成道路3公里(县住建局) 2.盘活土地200亩(县资源局)\n"
        "（二）文化兴县。3.接待游客20万人次（县文旅局牵头，各乡镇配合）4.创建景区2个（县文旅局、松柏乡）\n"
        "（三）惠民富县。 5.新建学校2所(县教育局)",
        [
            ("1.", "建成道路3公里", "建成道路3公里"),
            ("2.", "盘活土地200亩", "盘活土地200亩"),
            ("3.", "接待游客20万人次", "接待游客20万人次"),
            ("4.", "创建景区2个", "创建景区2个"),
            ("5.", "新建学校2所", "新建学校2所"),
        ],
        id="items behind the heading of their section, counted on over the sections",
    ),
    pytest.param(
        "（一）抓实整改。加强检查。责任人：张某、李某某。\n（二）压实责任。责任人：各科室主要负责同志。",
        [
            ("（一）", "抓实整改", "加强检查。"),
            ("（二）", "压实责任", "压实责任。责任人：各科室主要负责同志。"),
        ],
        id="persons behind their label are no text",
    ),
    pytest.param(
        "问题一\n污水直排，整改不到位。\n问题二 扬尘超标，管控不严。",
        [("问题一", "污水直排", "污水直排，整改不到位。"), ("问题二", "扬尘超标", "扬尘超标，管控不严。")],
        id="a word with its number, alone on its line or before a blank",
    ),
    pytest.param(
        "事项一\n主要任务：新建学校2所。\n牵头科室：基建科\n完成时间：6月底\n事项二\n主要任务：改造食堂3家。\n牵头科室：后勤科\n完成时间：9月底",
        [("事项一", "新建学校2所", "新建学校2所。"), ("事项二", "改造食堂3家", "改造食堂3家。")],
        id="a number over the labels of its card",
    ),
    pytest.param(
        "第一项：饮水工程。更新管网8公里。\n第二项：停车工程。新增车位9个。",
        [("第一项", "饮水工程", "更新管网8公里。"), ("第二项", "停车工程", "新增车位9个。")],
        id="the first thing, the second",
    ),
    pytest.param(
        "（一）夜间场景\n1-1 打造集聚区6处。（市商务局）\n1-2 A级景区开放夜游。（市文旅局）",
        [("1-1", "打造集聚区6处", "打造集聚区6处。"), ("1-2", "A级景区开放夜游", "A级景区开放夜游。")],
        id="numbers with a dash",
    ),
    pytest.param(
        "（一）食堂管理不规范。\n1.整改目标：覆盖率达到100%。\n2.整改措施：开展排查。\n3.责任单位：市教育局\n4.整改时限：8月底",
        [("（一）", "食堂管理不规范", "整改目标：覆盖率达到100%。\n整改措施：开展排查。")],
        id="labels with numbers are no items",
    ),
    pytest.param(
        "1.压缩审批时限：推行并联审批。\n2.加强组织领导:成立专班。\n3.培育示范单位：评选10家。",
        [
            ("1.", "压缩审批时限", "压缩审批时限：推行并联审批。"),
            ("2.", "加强组织领导", "加强组织领导:成立专班。"),
            ("3.", "培育示范单位", "培育示范单位：评选10家。"),
        ],
        id="headings that end as labels do are items",
    ),
    pytest.param(
        "1.新建学校2所;\n2.新建医院1所;\n该目标责任单位为市卫生健康委。",
        [("1.", "新建学校2所", "新建学校2所;"), ("2.", "新建医院1所", "新建医院1所;")],
        id="a line that says whose an item is leaves its text whole",
    ),
    pytest.param(
        "（一）优化流程，压减时限。\n请以上单位于6月10日前将办理情况报市政府督查室。\n编辑：林某某 责编：周某",
        [("（一）", "优化流程", "优化流程，压减时限。")],
        id="a request to all behind the last item, and who wrote it up",
    ),
    pytest.param(
        "（一）优化流程，压减时限。\n附件：1.任务清单\n2.联系表\n云溪市教育局\n2025年3月5日",
        [("（一）", "优化流程", "优化流程，压减时限。")],
        id="a list of annexes",
    ),
    pytest.param(
        "（一）优化流程，压减时限。\n附件\n1.任务清单\n2.联系表",
        [("（一）", "优化流程", "优化流程，压减时限。")],
        id="a list of annexes below the word",
    ),
    pytest.param(
        "（一）报送材料，逐校核对。\n联系电话：0199-1234567\n（二）开展检查，逐校登记。",
        [
            ("（一）", "报送材料", "报送材料，逐校核对。\n联系电话：0199-1234567"),
            ("（二）", "开展检查", "开展检查，逐校登记。"),
        ],
        id="a contact line is part of its item",
    ),
    pytest.param(
        "（一）优化流程，压减时限。\n二、附则\n（一）本要点自2025年5月1日起施行，有效期2年。\n（二）本要点由市教育局负责解释。\n抄送：市委办公室，市人大办公室。",
        [("（一）", "优化流程", "优化流程，压减时限。")],
        id="what the document says of itself",
    ),
    pytest.param(
        "（一）优化流程，压减时限。\n二、自2025年5月1日起施行，有效期2年。",
        [("（一）", "优化流程", "优化流程，压减时限。")],
        id="force, without naming the document",
    ),
    pytest.param(
        "（一）优化流程，压减时限。\n本意见中“小企业”按有关标准认定。上述条款执行期限为3个月。\n云溪市人民政府\n相关解读",
        [("（一）", "优化流程", "优化流程，压减时限。")],
        id="what a word of the document means",
    ),
    pytest.param(
        "（一）优化流程，压减时限。\n二、招生原则\n（一）公平公正。公开透明。\n三、遵循原则\n1.免试入学。",
        [("（一）", "优化流程", "优化流程，压减时限。")],
        id="principles of a matter",
    ),
]


@pytest.mark.parametrize(("body", "want"), ITEMS)
def test_the_items_of_a_text(body: str, want: list[tuple[str | None, str, str]]) -> None:
    assert items(HEAD + body) == want


def test_a_text_that_is_cut_off_in_front_begins_with_the_rest_of_an_item() -> None:
    rest = "新建回收站40个，建成中心2个。\n牵头单位 市商务局 责任单位 各区政府 完成时限 2025年底\n8.推进禁塑，检查4次。\n牵头单位 市市场监管局 责任单位 市商务局 完成时限 2025年底"
    assert items(rest) == [
        (None, "新建回收站40个", "新建回收站40个，建成中心2个。"),
        ("8.", "推进禁塑", "推进禁塑，检查4次。"),
    ]


def test_one_card_without_a_number_is_a_task() -> None:
    head = "督办通知单\n市住建局：\n关于整治内涝问题\n"
    labels = "主要内容：改造易涝点9处。\n牵头单位：市住建局\n办结时限：2025年12月20日\n云溪市政府督查室\n2025年9月3日"
    assert items(head + labels) == [(None, "关于整治内涝问题", "主要内容：改造易涝点9处。")]
    assert items("公益活动通知\n义诊活动\n活动时间：5月1日\n承办单位：市卫健委") == []


def test_what_was_regained_of_a_text_is_told() -> None:
    lines = "云溪市任务清单\n（市水利局）\n1.修复河道\n（市住建局）\n2.改造小区\n牵头单位 市住建局"
    scan = Scan("任意.txt", "txt", "0" * 64, tuple(Line(line, page=1) for line in lines.split("\n")), 1)
    assert len(pipeline.read(scan).source.remarks) == 2


def test_what_a_heading_aims_at_behind_a_label_is_a_goal() -> None:
    heading = "二、空气质量未达标\n整改目标：优良天数比例达到82%以上。\n责任单位：市生态环境局\n整改措施：\n"
    found = policy(HEAD + "1.压减时限。\n" + heading + "1.改造企业4家。\n2.淘汰锅炉26台。")
    assert [(str(g.value.value), g.value.unit) for g in found.goals] == [("82", "%")]


def test_what_opens_a_section_and_promises_a_number_is_a_goal() -> None:
    heading = "二、扩大投资\n聚焦重点领域，2025年固定资产投资力争完成80亿元、增速6%。\n"
    found = policy(HEAD + "1.压减时限。\n" + heading + "1.改造企业4家。\n2.淘汰锅炉26台。")
    assert [(g.value.metric, str(g.value.value), str(g.value.due)) for g in found.goals] == [
        ("固定资产投资", "80", "2025-12-31"),
        ("固定资产投资增速", "6", "2025-12-31"),
    ]
    told = "二、改造企业\n现有企业30家，工艺落后。\n"
    assert policy(HEAD + "1.压减时限。\n" + told + "1.改造企业4家。\n2.淘汰锅炉26台。").goals == ()


def test_a_heading_of_thought_and_aims_states_aims() -> None:
    text = "一、指导思想和总体目标\n以高质量发展为主题。\n到2027年，研发投入占比达到2%。\n二、重点任务\n1.压减时限。"
    assert [str(g.value.value) for g in policy(HEAD + text).goals] == ["2"]


def test_a_number_behind_its_label_and_before_a_title_on_its_line() -> None:
    card = policy("文号 云政发〔2025〕7号 有效性 有效\n云溪市就业行动方案\n1.新增就业500人。\n2.压减时限。")
    line = policy(
        "云政办发[2025]7号 云溪市人民政府办公室关于印发就业行动方案的通知\n各区：\n现印发给你们。\n就业行动方案\n1.压减时限。"
    )
    assert card.doc_number and card.doc_number.value == "云政发〔2025〕7号"
    assert line.doc_number and line.doc_number.value == "云政办发〔2025〕7号"
    assert line.issuer and line.issuer.value == "云溪市人民政府办公室"


def test_a_month_below_the_title_tells_the_year() -> None:
    assert policy("云溪市教育局任务清单\n（2025年5月）\n1.优化流程，压减时限。").year == 2025


def test_until_when_a_measure_is_valid_dates_no_month() -> None:
    text = "云溪市若干措施\n一、清理欠款。6月底前清偿。（市工信局）\n二、本措施自2026年6月1日起施行，有效期至2028年12月31日。"
    (task,) = policy(text).tasks
    assert [str(d.value.due) for d in task.deadlines] == ["2026-06-30"]


def test_the_day_on_which_a_table_was_filled_in_tells_its_year() -> None:
    text = "云溪市改造任务分解表\n填报单位：市住建局　　2026年2月\n序号|任务|牵头单位|完成时限\n1|改造2000年前建成的小区|市住建局|4月底前"
    (task,) = policy(text).tasks
    assert [str(d.value.due) for d in task.deadlines] == ["2026-04-30"]


def test_a_bracket_between_two_stops_leaves_one() -> None:
    (task,) = policy(HEAD + "（一）优化流程。压减办理时限。（市教育局负责）。").tasks
    assert task.text == "压减办理时限。"


def test_a_person_behind_a_unit_is_beside_it() -> None:
    (task,) = policy(HEAD + "（一）新建公厕10座。（市城管局李某负责）").tasks
    assert [u.value.name for u in task.units] == ["市城管局"]
    assert [(e.value.field, e.value.words) for e in task.entries] == [("person", "李某")]


def test_a_heading_that_names_who_leads_gives_the_leader() -> None:
    heads = "云溪市2025年重点工作任务\n一、王某某市长牵头重点工作\n1.新建书房3处。（市文旅局）\n二、市委常委、副市长李某牵头的任务\n2.新建公厕2座。（市城管局）"
    led = [[e.value.words for e in t.entries if e.value.field == "leader"] for t in policy(heads).tasks]
    assert led == [["王某某市长"], ["市委常委、副市长李某"]]


def test_a_bracket_of_time_before_one_of_units_is_no_title() -> None:
    (task,) = policy(HEAD + "（一）动员部署（3月底前）（市教育局牵头）").tasks
    assert (task.title, [str(d.value.due) for d in task.deadlines]) == ("动员部署", ["2025-03-31"])


def test_the_time_of_a_bracket_is_the_deadline() -> None:
    (task,) = policy(HEAD + "（一）动员部署（2025年5月上旬）。召开会议。").tasks
    assert [str(d.value.due) for d in task.deadlines] == ["2025-05-10"]


def test_months_without_a_year_are_of_the_one_that_the_text_names() -> None:
    text = "云溪市打击非法营运实施方案\n一、工作目标\n2023年底前投诉量下降50%。\n二、重点任务\n（一）集中整治。6月底前完成。"
    (task,) = policy(text).tasks
    assert [str(d.value.due) for d in task.deadlines] == ["2023-06-30"]
    (task,) = policy(text.replace("二、重点任务", "二、2024年重点任务")).tasks
    assert [d.value.due for d in task.deadlines] == [None]


@pytest.mark.parametrize(
    ("first", "second"),
    [("（事项1）", "（事项2）"), ("任务（一）", "任务（二）"), ("Ⅰ.", "Ⅱ."), ("一：", "二："), ("a）", "b）"), ("甲、", "乙、"), ("壹、", "贰、"), ("1：", "2："), ("【1】", "【2】"), ("NO.1", "NO.2"), ("01\n", "02\n")],
)  # fmt: skip
def test_rare_numbers_are_items_where_they_count(first: str, second: str) -> None:
    text = f"云溪市2025年重点任务清单\n{first}新建学校3所。（市教育局 8月底前）\n{second}改造道路5条。（市住建局）"
    assert leads(text) == [("新建学校3所", ["市教育局"]), ("改造道路5条", ["市住建局"])]
    assert [t.number for t in policy(text).tasks] == [
        first.strip("\n：【】") or first,
        second.strip("\n：【】"),
    ]


@pytest.mark.parametrize(("first", "second"), [("行动一：", "行动二："), ("Ⅰ.", "Ⅱ."), ("甲、", "乙、")])
def test_items_of_a_style_as_high_as_the_heading_above_them_stand_below_it(first: str, second: str) -> None:
    text = f"云溪市养老行动计划\n一、总体要求\n坚持统筹。\n二、重点行动\n{first}建好设施。新增床位20张。\n{second}建强队伍。"
    assert [(t.title, t.path) for t in policy(text).tasks] == [
        ("建好设施", ("二、重点行动",)),
        ("建强队伍", ("二、重点行动",)),
    ]


def test_one_bracket_speaks_of_several_items_one_after_the_other() -> None:
    text = "（一）促消费\n1.发放消费券。\n2.开展以旧换新。\n3.新建充电桩。（以上1—2条由市商务局牵头，市财政局配合；第3条由市发展改革委负责）"
    found = [[(u.value.name, u.value.role) for u in t.units] for t in policy(HEAD + text).tasks]
    assert found == [
        [("市商务局", "lead"), ("市财政局", "support")],
        [("市商务局", "lead"), ("市财政局", "support")],
        [("市发展改革委", "lead")],
    ]


def test_a_line_behind_the_items_of_a_section_says_who_does_so_many_of_them() -> None:
    text = "云溪市2025年工作要点\n一、管护山林\n1.修建隔离带。\n2.除治松材线虫病。\n以上两项由市森防站牵头，市林业局配合。\n二、建设良田\n1.平整土地。\n2.修建机耕道。\n上述工作由市农业农村局负责，6月底前完成。"
    assert leads(text) == [
        ("修建隔离带", ["市森防站"]),
        ("除治松材线虫病", ["市森防站"]),
        ("平整土地", ["市农业农村局"]),
        ("修建机耕道", ["市农业农村局"]),
    ]


def test_numbered_notes_above_the_first_item_are_none() -> None:
    text = "云溪市2025年工作要点\n说明：1.排名第一的责任单位为牵头单位；2.牵头领导负责督促。\n一、道路提升\n打通断头路。责任单位：市住建局、市财政局"
    assert [t.title for t in policy(text).tasks] == ["道路提升"]


def test_months_are_of_the_year_in_which_a_page_was_put_there() -> None:
    text = "云溪市打击非法营运任务分工\n发布日期：2022-04-18 来源：市政府\n一、重点任务\n（一）集中整治。上半年完成。"
    (task,) = policy(text).tasks
    assert [str(d.value.due) for d in task.deadlines] == ["2022-06-30"]


@pytest.mark.parametrize(
    ("posted", "when", "due"),
    [
        ("2025-12-28", "3月底前", "2026-03-31"),
        ("2025-10-08", "12月底前", "2025-12-31"),
        ("2026-03-05", "2月底前", "2026-02-28"),
    ],
)
def test_a_page_put_there_late_in_a_year_may_speak_of_the_next(posted: str, when: str, due: str) -> None:
    (task,) = policy(f"云溪市教育局工作安排\n发布日期：{posted}\n一、修缮校舍3所，{when}完成。").tasks
    assert [str(d.value.due) for d in task.deadlines] == [due]


def test_the_number_of_an_aim_is_no_word_of_what_it_measures() -> None:
    found = policy(HEAD + "一、工作目标\n（一）事故起数下降10%；\n二、重点任务\n（一）优化流程。")
    assert [g.value.metric for g in found.goals] == ["事故起数"]


def leads(text: str) -> list[tuple[str, list[str]]]:
    """Each task's title with its lead units."""
    return [(t.title, [u.value.name for u in t.units if u.value.role == "lead"]) for t in policy(text).tasks]


def test_a_bracket_on_a_line_of_its_own_serves_the_items_above_it_of_which_none_has_one() -> None:
    stage = "（一）动员阶段\n1.召开会议，部署工作。\n2.制定方案，明确责任。\n（责任单位：市公安局）\n"
    assert leads(HEAD + stage) == [("召开会议", ["市公安局"]), ("制定方案", ["市公安局"])]
    own = "（一）动员阶段\n1.召开会议，部署工作。\n（责任单位：市民政局）\n2.制定方案，明确责任。\n（责任单位：市公安局）\n"
    assert leads(HEAD + own) == [("召开会议", ["市民政局"]), ("制定方案", ["市公安局"])]


NOTICE = "各县区：\n现将方案印发给你们，请执行。\n{signed}\n2025年3月5日\n云溪市校园安全实施方案\n一、加强管理。逐校检查。\n"
ISSUERS = [
    ("关于印发《云溪市校园安全实施方案》的通知", "云溪市数据局 云溪市政务服务中心", "云溪市数据局、云溪市政务服务中心"),
    ("云溪市教育局等3部门关于印发《云溪市校园安全实施方案》的通知", "云溪市教育局\n云溪市公安局\n云溪市民政局", "云溪市教育局、云溪市公安局、云溪市民政局"),
    ("云溪市教育局关于印发《云溪市校园安全实施方案》的通知", "云溪市教育局", "云溪市教育局"),
    ("中共云溪市委宣传部 云溪市教育局关于印发《云溪市校园安全实施方案》的通知", "云溪市教育局办公室", "中共云溪市委宣传部、云溪市教育局"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "signed", "issuer"), ISSUERS)
def test_all_who_issue_are_named(title: str, signed: str, issuer: str) -> None:
    found = policy(title + "\n" + NOTICE.format(signed=signed)).issuer
    assert found is not None
    assert found.value == issuer


def test_a_cover_over_many_lines_gives_title_issuer_and_date() -> None:
    cover = "云溪市教育局文件\n关于印发《云溪市中小学\n校园安全专项整治\n实施方案》的通知\n二〇二五年\n三月五日\n各县区：\n现印发给你们。\n"
    found = policy(cover + "云溪市中小学校园安全专项整治实施方案\n一、加强管理。逐校检查。")
    assert found.title and found.title.value == "云溪市中小学校园安全专项整治实施方案"
    assert found.issuer and found.issuer.value == "云溪市教育局"
    assert found.issued_on and str(found.issued_on.value) == "2025-03-05"


def test_a_title_whose_last_line_is_its_genre_begins_at_the_head() -> None:
    found = policy("云溪市中小学\n校园安全专项整治\n实施方案\n一、加强管理。逐校检查。")
    assert found.title and found.title.value == "云溪市中小学校园安全专项整治实施方案"


def test_items_of_one_length_are_no_wrapped_lines() -> None:
    rows = "\n".join(
        f"{i}.改造{w}5座。（牵头单位：市建设局）" for i, w in enumerate(["公厕", "公园", "泵站", "厂房"], 1)
    )
    found = policy("云溪市2025年重点工作任务分工方案\n一、加强民生\n" + rows)
    assert found.title and found.title.value == "云溪市2025年重点工作任务分工方案"
    assert len(found.tasks) == 4


RUN_ON = [
    (
        "1.改革登记。（1）推行一窗受理。统一窗口。（市民政局负责）（2）推进电子证照。统一样式。（市公安局负责）",
        [("（1）", ["市民政局"]), ("（2）", ["市公安局"])],
    ),
    (
        "（一）推行一窗受理。统一窗口。（责任单位：市民政局）（二）推进电子证照。统一样式。（责任单位：市公安局）",
        [("（一）", ["市民政局"]), ("（二）", ["市公安局"])],
    ),
    (
        "现分解如下：（一）整治（1）拆除旧房。包抓单位：执法队 完成时限：4月底前（2）新建公厕。包抓单位：环卫站 完成时限：年底前（二）产业（1）流转土地。包抓单位：农技站",
        [("（1）", ["执法队"]), ("（2）", ["环卫站"]), ("（1）", ["农技站"])],
    ),
    ("1.改革登记，包括（1）一窗受理；（2）电子证照。（市民政局负责）", [("1.", ["市民政局"])]),
]


@pytest.mark.parametrize(("body", "want"), RUN_ON)
def test_items_run_on_in_one_paragraph_are_told_by_their_brackets(
    body: str, want: list[tuple[str, list[str]]]
) -> None:
    found = policy(HEAD + body).tasks
    assert [(t.number, [u.value.name for u in t.units]) for t in found] == want


def test_a_list_in_the_news_keeps_its_first_item() -> None:
    rows = ["改造老旧小区96个。", "建成口袋公园135处，年内开放108处，动工20处。", "启动建设市传染病医院、市妇幼保健院、市中心血站。", "新增公交车35台。", "建成学校7所，新增学位2600个。"]  # fmt: skip
    body = "\n\n".join(f"  {i}.{row}" for i, row in enumerate(rows, 1))
    found = policy(
        f"云溪市2025年民生实事任务清单\n\n“民生十件事”\n\n  今年，云溪将集中力量抓好“民生十件事”\n\n{body}"
    )
    assert [t.number for t in found.tasks] == ["1.", "2.", "3.", "4.", "5."]


def test_scoring_in_running_text_whose_points_were_lost_is_read_item_by_item() -> None:
    text = (
        "云溪市镇街工作考核办法 为做好考核特制定本办法 一、考核内容（一百分制） （一）环境卫生（60分） "
        "1、完成垃圾分类宣传任务计8分不完成任务扣1分 2、抓好背街小巷整治完成任务计20分 "
        "（二）社区服务（40分） 1、完成助餐点建设任务计15分每缺一项扣2分由市民政局考核 "
    )
    found = policy(text + "2、完成残疾人托养任务和适配任务计12分" + "不完成任务扣3分由市残联考核" * 12).tasks
    assert [(t.number, t.kind) for t in found] == [("1、", "assessment"), ("2、", "assessment")] * 2
    assert found[0].path == ("一、考核内容（一百分制）", "（一）环境卫生（60分）")


def test_the_number_in_brackets_behind_a_title_is_that_of_the_document() -> None:
    found = policy("云溪市人民政府关于优化服务的实施意见（云政〔2024〕7号）\n一、加强管理。逐校检查。")
    assert found.title and found.title.value == "云溪市人民政府关于优化服务的实施意见"
    assert found.doc_number and found.doc_number.value == "云政〔2024〕7号"
    assert found.year == 2024


def test_a_formula_behind_the_last_item_is_no_part_of_it() -> None:
    assert items(HEAD + "（一）新建学校5所，增加学位。\n特此公告。")[-1][2] == "新建学校5所，增加学位。"


TITLES = [
    ("编制年度计划时，落实用地指标，严控新增。", "编制年度计划时，落实用地指标"),
    ("在交通、教育等重点领域，推行一网通办，压减环节。", "在交通、教育等重点领域，推行一网通办"),
    ("围绕企业设立，优化流程，压减时限。", "围绕企业设立，优化流程"),
    ("按照国家统一要求，开展普查，逐户登记。", "按照国家统一要求，开展普查"),
    ("2025年6月前，建成平台，接入各县区。", "2025年6月前，建成平台"),
    ("2025年6月20日前，建成平台，接入各县区。", "2025年6月20日前，建成平台"),
    ("由市城管局牵头，4月底前完成整治，逐街验收。", "由市城管局牵头，4月底前完成整治"),
    ("落实均衡结案要求，完善考核，按月通报。", "落实均衡结案要求"),
    ("压减办理用时，优化流程，减少跑动。", "压减办理用时"),
]


@pytest.mark.parametrize(("line", "title"), TITLES)
def test_a_title_ends_with_a_whole_phrase(line: str, title: str) -> None:
    assert items(HEAD + f"（一）{line}")[0][1] == title


FOOD = "新建食堂10个。（市民政局牵头，6月底前完成）"
SCHOOL = "改造学校5所。（市教育局负责）"
SIGNED = [
    *(pytest.param(f"{sign}{FOOD}\n{sign}{SCHOOL}", [None, None], id=sign) for sign in "●■▲◆•-*—"),
    pytest.param(f"* {FOOD}\n* {SCHOOL}", [None, None], id="a blank behind the sign"),
    pytest.param(
        "●新建食堂10个。\n责任单位：市民政局\n●改造学校5所。\n责任单位：市教育局", [None, None], id="labels"
    ),
    pytest.param(f"A.{FOOD}\nB.{SCHOOL}", ["A.", "B."], id="letters"),
    pytest.param(f"1.1 {FOOD}\n1.2 {SCHOOL}", ["1.1", "1.2"], id="decimals"),
    pytest.param("1.1 新建食堂10个。\n1.2 改造学校5所。", ["1.1", "1.2"], id="decimals that count"),
    pytest.param(
        f"1.1 养老\n1.1.1 {FOOD}\n1.1.2 {FOOD}\n1.2 {SCHOOL}", ["1.1.1", "1.1.2", "1.2"], id="below decimals"
    ),
    pytest.param(
        f"■养老\n●{FOOD}\n●{FOOD}\n■教育\n●{SCHOOL}\n●{SCHOOL}", [None] * 4, id="a sign above a sign"
    ),
    pytest.param(f"{FOOD}\n{SCHOOL}", [None, None], id="nothing begins them, and each closes with its units"),
    pytest.param(f"新建食堂10个。\n{SCHOOL}", ["一、"], id="only the last closes with units"),
    pytest.param(
        "实事一：新建食堂10个｜牵头单位：市民政局｜完成时间：10月\n实事二：改造学校5所｜牵头单位：市教育局｜完成时间：9月",
        ["实事一", "实事二"],
        id="strokes between labels that say what they are",
    ),
    pytest.param(
        "【攻坚1】新建食堂10个。\n【攻坚2】改造学校5所。", ["攻坚1", "攻坚2"], id="a word that counts, framed"
    ),
    pytest.param("●新建食堂。\n●改造学校。（市教育局负责）", ["一、"], id="a list of matter"),
    pytest.param("2.5 公里长的路。（市住建局负责）", ["一、"], id="a number at the head of a line"),
]


@pytest.mark.parametrize(("text", "numbers"), SIGNED)
def test_a_printed_sign_sets_items_apart_that_name_their_own_units(
    text: str, numbers: list[str | None]
) -> None:
    assert [number for number, _, _ in items(HEAD + text)] == numbers


def test_a_signed_item_has_its_own_units_and_time_alone() -> None:
    first, second = policy(f"{HEAD}●{FOOD}\n●{SCHOOL}").tasks
    assert (first.title, [u.surface for u in first.units]) == ("新建食堂10个", ["市民政局"])
    assert [u.surface for u in second.units] == ["市教育局"]
    assert not {d.surface for d in first.deadlines} & {d.surface for d in second.deadlines}


BARE = [
    "修缮校舍3所。 责任科室：教育科 完成时间：2025年9月",
    "加装电梯9台，惠及居民。 责任科室：城建科 完成时间：2025年11月",
]


def test_bare_numbers_are_items_where_they_count() -> None:
    lines = "\n".join(f"{n} {words}" for n, words in enumerate(BARE, 1))
    found = policy(f"云溪市桥东街道2025年民生实事清单\n{lines}").tasks
    assert [(t.number, t.title, [u.surface for u in t.units]) for t in found] == [
        ("1", "修缮校舍3所", ["教育科"]),
        ("2", "加装电梯9台", ["城建科"]),
    ]
    (only,) = policy(f"{HEAD}（一）按期完成下列事项。\n3 修缮校舍。\n8 加装电梯。").tasks
    assert only.number == "（一）"


HEADINGS = [
    pytest.param("【经营指标】", "【重点项目】", ["经营指标", "重点项目"], id="in frames"),
    pytest.param("城市体检", "片区改造", ["城市体检", "片区改造"], id="plain"),
    pytest.param("◆城市体检", "■ 片区改造", ["城市体检", "片区改造"], id="behind a sign"),
    pytest.param(
        "【第一部分 经营】", "【第二部分 项目】", ["第一部分经营", "第二部分项目"], id="numbered frames"
    ),
    pytest.param("市教育局", "市财政局", [], id="names of units are none"),
    pytest.param("（各科室按职责负责）", "（市教育局负责）", [], id="brackets are none"),
]


@pytest.mark.parametrize(("first", "second", "paths"), HEADINGS)
def test_lines_without_a_number_head_the_items_below_them(first: str, second: str, paths: list[str]) -> None:
    text = f"云溪市2025年城市更新任务清单\n{first}\n1.完成体检。\n2.编制规划。\n{second}\n3.拆除危房。"
    found = policy(text).tasks
    assert [t.path for t in found] == ([(paths[0],)] * 2 + [(paths[1],)] if paths else [()] * 3)


def test_a_label_may_have_a_dash_and_leaves_no_task_without_words() -> None:
    (task,) = policy(f"{HEAD}（一）完成营收45亿元。牵头部门——财务部；责任部门——各子公司").tasks
    assert (task.title, task.text) == ("完成营收45亿元", "完成营收45亿元。")
    assert [(u.surface, u.value.role) for u in task.units] == [("财务部", "lead"), ("各子公司", "support")]


def test_words_may_stand_before_the_number() -> None:
    text = "松台县2025年“两项行动”任务台账\n行动一：项目攻坚\n▲任务1：建成项目8个。\n牵头：县发改局\n节点：10月底前完成申报\n行动二：招商\n任务2：签约30个。"
    found = [(t.number, t.path, t.title) for t in policy(text).tasks]
    assert found == [
        ("任务1", ("行动一：项目攻坚",), "建成项目8个"),
        ("任务2", ("行动二：招商",), "签约30个"),
    ]


def test_labels_without_a_colon_behind_a_sentence_and_who_follows_up() -> None:
    text = f"{HEAD}（一）推行承诺。牵头单位区审批局，配合单位区司法局，时限为上半年。\n以上工作由市政府督查室负责督办。"
    (task,) = policy(text).tasks
    assert (task.text, [u.surface for u in task.units]) == ("推行承诺。", ["区审批局", "区司法局"])
    assert [d.surface for d in task.deadlines] == ["上半年"]


def test_headings_that_are_units_lead_their_items() -> None:
    text = "云溪市教育局2025年任务清单\n一、人事处\n1.招聘教师20名。\n二、规划处\n2.编制规划。（配合处室：人事处）"
    found = [[(u.value.name, u.value.role) for u in t.units] for t in policy(text).tasks]
    assert found == [[("人事处", "lead")], [("规划处", "lead"), ("人事处", "support")]]
    helped = text.replace("二、规划处", "二、规划处（基建处配合）").replace("（配合处室：人事处）", "")
    assert [(u.value.name, u.value.role) for u in policy(helped).tasks[1].units] == [
        ("规划处", "lead"),
        ("基建处", "support"),
    ]


def test_lines_that_begin_with_who_does_them_are_items_of_a_text_that_numbers_nothing() -> None:
    text = "云溪市2025年抗旱责任分工\n请抓好落实。\n市水利局：检修机井860眼；调水90万立方米。\n市教育局、市体育局：开放操场12处。\n各乡镇：组织服务队。"
    assert items(text) == [
        (None, "检修机井860眼", "检修机井860眼；调水90万立方米。"),
        (None, "开放操场12处", "开放操场12处。"),
        (None, "组织服务队", "组织服务队。"),
    ]
    assert led(text) == [
        [("市水利局", "lead")],
        [("市教育局", "lead"), ("市体育局", "lead")],
        [("各乡镇", "lead")],
    ]


def test_the_points_in_a_heading_are_those_of_the_scoring_row() -> None:
    text = "云溪市2025年考核细则\n一、责任落实（20分）\n1.领导责任（10分）。每季度研究1次得4分，少一次扣1分。\n二、加减分项\n2.获表彰的加5分，最高不超过10分。"
    first, second = policy(text).tasks
    assert (first.kind, first.points) == ("assessment", 10)
    assert (second.kind, [t.value.kind for t in second.targets]) == ("assessment", ["standard", "standard"])


def test_a_contact_line_behind_the_signature_closes() -> None:
    text = f"{HEAD}（一）加强值守。\n云溪市教育局\n2025年9月18日\n（联系人：张某；联系电话：0123-4567890）"
    assert items(text) == [("（一）", "加强值守", "加强值守。")]


def test_two_brackets_of_one_task_that_no_sign_parts_are_told() -> None:
    (task,) = policy(f"{HEAD}（一）补短板。逐项推进。\n{FOOD}\n{SCHOOL}").tasks
    assert [w.code for w in task.warnings if w.code == "several-brackets"]
    (task,) = policy(f"{HEAD}新建食堂。（市民政局牵头）（市财政局配合）").tasks
    assert not task.warnings


def test_a_bracket_of_time_on_a_heading_serves_the_items_below_it() -> None:
    heads = f"{HEAD}（一）动员部署（2025年6月底前）\n1.召开会议。\n2.成立专班，9月底前完成。\n（二）总结提升\n1.开展评估。"
    found = [[(d.surface, d.value.basis) for d in t.deadlines] for t in policy(heads).tasks]
    assert [any("6月底前" in surface for surface, _ in times) for times in found] == [True, True, False]
    assert any("9月底前" in surface for surface, _ in found[1])
    assert [basis for _, basis in found[2]] == ["document-year"]


def test_a_heading_that_is_a_month_dates_the_items_below_it() -> None:
    text = "云溪中学2025年春季学期工作安排\n二月\n1.发放教材（教务处）\n2.召开家长会。协办：图书馆\n三月\n3.举办读书节（语文组）"
    months = [[d.value.due and d.value.due.month for d in t.deadlines] for t in policy(text).tasks]
    assert months == [[2], [2], [3]]


def test_the_imprint_behind_a_label_is_no_text_of_the_item() -> None:
    (task,) = policy(
        f"{HEAD}（一）提升质量。规范书写。 完成时限：11月底前\n\n云溪市教育局办公室    2025年2月20日印发"
    ).tasks
    assert [str(d.value.due) for d in task.deadlines] == ["2025-11-30"]


def test_the_papers_of_deputies_are_items_though_their_numbers_do_not_go_on() -> None:
    text = "关于办理重点建议的通知\n分工如下：\n第12号建议：关于午餐配送的建议，由市教育局主办，市财政局会办。\n第37号建议：关于公交专用道的建议，由市交通局主办。"
    assert [(t.number, t.title) for t in policy(text).tasks] == [
        ("第12号建议", "关于午餐配送的建议"),
        ("第37号建议", "关于公交专用道的建议"),
    ]
    assert led(text) == [[("市教育局", "lead"), ("市财政局", "support")], [("市交通局", "lead")]]


def test_measures_that_count_behind_their_label_are_one_task() -> None:
    text = "整改台账\n问题一：学习不深。\n整改措施：1.修订制度。2.建立档案。\n责任单位：市教育局\n问题二：支出慢。\n整改措施：加快支出。\n责任单位：市财政局"
    assert [(t.number, t.title) for t in policy(text).tasks] == [("问题一", "学习不深"), ("问题二", "支出慢")]


def test_who_takes_part_below_who_leads_supports_and_closes_nothing() -> None:
    body = (
        "云溪市2026年演练方案\n1.组织演练。\n牵头单位：市应急局\n参加单位：市教育局、市民政局\n2.开展评估。"
    )
    first, _ = policy(body).tasks
    assert [(u.value.name, u.value.role) for u in first.units] == [
        ("市应急局", "lead"),
        ("市教育局", "support"),
        ("市民政局", "support"),
    ]


def test_short_labels_stand_on_lines_of_their_own() -> None:
    (task,) = policy(f"{HEAD}（一）“建好托育圈，减轻负担”\n承办：经济委员会\n协同：市民政局").tasks
    assert [(u.value.name, u.value.role) for u in task.units] == [
        ("经济委员会", "lead"),
        ("市民政局", "support"),
    ]


def test_paragraphs_that_each_close_with_their_units_are_items() -> None:
    body = "云溪市重点工作责任分解\n一、提升产业\n坚持做优做强。\n突出工业。技改60项。（市经信局、市财政局）\n做强园区。建厂房3座。（市招商局）\n二、改善民生\n新增就业900人。（市人社局）\n修缮校舍3所。（市教育局）"
    found = policy(body).tasks
    assert [(t.number, t.title, t.path, t.units[0].value.name) for t in found] == [
        (None, "突出工业", ("一、提升产业",), "市经信局"),
        (None, "做强园区", ("一、提升产业",), "市招商局"),
        (None, "新增就业900人", ("二、改善民生",), "市人社局"),
        (None, "修缮校舍3所", ("二、改善民生",), "市教育局"),
    ]


def test_an_order_that_ends_like_a_title_is_none() -> None:
    (task,) = policy(f"{HEAD}（一）清理积案。承办部门：执行局\n承办部门应于5日内提交书面报告").tasks
    assert task.title == "清理积案"


def led(text: str) -> list[list[tuple[str, str]]]:
    """The units of each task with their roles."""
    return [[(u.value.name, u.value.role) for u in task.units] for task in policy(text).tasks]


def test_a_bracket_that_says_above_serves_all_that_name_nobody() -> None:
    text = "（一）新建食堂10个。\n（二）改造学校5所。\n（以上由市教育局负责）\n"
    assert led(HEAD + text) == [[("市教育局", "lead")]] * 2


def test_a_heading_that_says_who_leads_in_a_sentence_gives_the_leader() -> None:
    text = "任务分工\n（一）推进招生。由市教育局牵头，市财政局配合。\n1.新建学校3所。\n2.培训教师90人。"
    assert led(text) == [[("市教育局", "lead"), ("市财政局", "support")]] * 2


def test_a_time_behind_its_label_ends_the_line_above_the_words_of_an_item() -> None:
    text = "任务分工\n（一）改造管网\n牵头单位：市住建局；完成时限：2025年9月底前\n更换管网36公里。\n（二）建设公园\n牵头单位：市园林局；完成时限：2025年6月底前\n新建公园2个。"
    assert [(t.title, t.text) for t in policy(text).tasks] == [
        ("改造管网", "更换管网36公里。"),
        ("建设公园", "新建公园2个。"),
    ]


def test_headings_of_several_units_lead_their_items() -> None:
    text = "任务分工\n一、市住建局、市城管局\n1.新建公园2个。\n二、各县（市、区）政府\n2.新建郊野公园1处。"
    assert led(text) == [[("市住建局", "lead"), ("市城管局", "lead")], [("各县（市、区）政府", "lead")]]
    text = "任务分工\n一、市住建局（2项）\n1.新建公园2个。\n二、市交通局（配合单位：市公安局）\n2.新建公路1条。\n以上工作由市政府办公室统筹调度。"
    assert led(text) == [[("市住建局", "lead")], [("市交通局", "lead"), ("市公安局", "support")]]


DECIMALS = "临江县任务分解方案\n{0}1.摸清底数\n1.1开展摸排。逐户登记。\n1.2分类整改。逐项销号。\n{0}2.建章立制\n2.1项目保障。及时拨付。\n2.2户户上门。讲清政策。"


@pytest.mark.parametrize("above", ["", "#"])
def test_decimals_that_count_are_items_whatever_word_follows(above: str) -> None:
    assert [t[0] for t in items(DECIMALS.format(above).replace("#", ""))] == ["1.1", "1.2", "2.1", "2.2"]


def test_articles_run_on_below_the_next_heading() -> None:
    text = "临江县若干措施\n一、促消费\n第一条 发放券。给予补贴。\n第二条 办展会。给予补贴。\n二、稳投资\n第三条 抓项目。按月调度。"
    found = policy(text).tasks
    assert [(t.number, t.path) for t in found] == [
        ("第一条", ("一、促消费",)),
        ("第二条", ("一、促消费",)),
        ("第三条", ("二、稳投资",)),
    ]


def test_a_table_of_contents_and_footnotes_are_no_items() -> None:
    text = (
        "南岭省行动方案\n目 录\n一、重点任务…………1\n（一）建设中心………2\n南岭省行动方案\n"
        "一、重点任务\n（一）建设中心。建成算力①2万台。\n南岭省商务厅\n2025年3月5日\n①算力是指每秒浮点运算。"
    )
    found = policy(text)
    assert [t.number for t in found.tasks] == ["（一）"]
    assert [d.why for d in found.document.dropped] == ["目录"] * 3
    assert found.issuer and found.issuer.value == "南岭省商务厅"


def test_whom_to_ask_is_no_word_of_the_last_item() -> None:
    text = (
        HEAD + "（一）开展检查。逐校登记。\n联系人：李某 联系电话：0199-1234567\n云溪市教育局\n2025年3月5日"
    )
    assert items(text) == [("（一）", "开展检查", "逐校登记。")]


def test_a_line_that_announces_the_items_and_the_line_of_a_page_state_no_aims() -> None:
    text = "松台县2026年民生实事\n发布日期：2026-02-25 浏览量：2310次\n大会票决产生实事项目10件，现公布如下：\n一、修路。新建公路5公里。\n二、办学。新建学校2所。"
    assert not policy(text).goals


def test_a_rule_in_the_bracket_behind_a_label_is_no_text() -> None:
    text = (
        HEAD
        + "（一）发放补贴。给予支持。\n责任单位：市商务局、市财政局（责任单位中排第一位的为牵头单位，下同）"
    )
    assert items(text) == [("（一）", "发放补贴", "给予支持。")]


SIGNERS = [
    ("云溪市教育局 云溪市公安局 云溪市消防救援支队", "云溪市教育局、云溪市公安局、云溪市消防救援支队"),
    ("国家税务总局上海市税务局", "国家税务总局上海市税务局"),
    ("上海市商务委员会上海海关", "上海市商务委员会、上海海关"),
    (
        "上海市发展和改革委员会国家税务总局上海市税务局",
        "上海市发展和改革委员会、国家税务总局上海市税务局",
    ),
    ("21.云溪市审批改革领导小组办公室", "云溪市审批改革领导小组办公室"),
    ("中共云溪新区工作委员会\n云溪新区管理委员会", "中共云溪新区工作委员会、云溪新区管理委员会"),
]


@pytest.mark.parametrize(("line", "issuer"), SIGNERS)
def test_signers_above_the_title(line: str, issuer: str) -> None:
    found = policy(
        f"{line}\n关于印发《云溪市校园安全实施方案》的通知\n一、目标\n（一）开展检查。逐校登记。"
    ).issuer
    assert found and found.value == issuer


def test_who_signs_for_another_and_whose_plan_it_is() -> None:
    signed = "云溪市2025年工作要点\n一、任务\n（一）检查。逐校登记。\n云溪市信用办公室（云溪市发展和改革委员会代章）\n2025年3月5日"
    assert [
        f and f.value for f in (policy(signed).issuer, policy(HEAD + "（一）检查。逐校登记。").issuer)
    ] == [
        "云溪市信用办公室",
        "云溪市教育局",
    ]


def test_words_that_count_begin_items_at_the_head_of_paragraphs() -> None:
    text = (
        HEAD
        + "第一，规范采购。定点采购。\n第二，改善条件。更新设备。\n二、保障措施\n第一，加强领导。成立专班。\n第二，强化督查。按月通报。"
    )
    assert [(n, title) for n, title, _ in items(text)] == [
        ("第一，", "规范采购"),
        ("第二，", "改善条件"),
        ("第一，", "加强领导"),
        ("第二，", "强化督查"),
    ]


def test_a_single_signed_item_is_one_where_its_sign_is_known() -> None:
    text = HEAD + f"◆{FOOD}\n◆{SCHOOL}\n二、队伍建设\n◆招聘教师10名。（市教育局负责）"
    assert [t.path for t in policy(text).tasks] == [("一、重点任务",), ("一、重点任务",), ("二、队伍建设",)]


def test_a_line_that_says_by_whom_serves_the_group_above_it_and_is_no_text() -> None:
    text = "云溪市考核办法\n一、考核内容\n（一）环境（60分）\n1.清扫街道，计10分。\n2.清运垃圾，计8分。\n由市城管局、市爱卫办考核"
    found = policy(text).tasks
    assert [t.text for t in found] == ["清扫街道，计10分。", "清运垃圾，计8分。"]
    assert led(text) == [[("市城管局", "lead"), ("市爱卫办", "lead")]] * 2


@pytest.mark.parametrize("words", ["清扫街道的记10分。", "引进项目的奖5分。", "迟到一次减1分。"])
def test_points_are_noted_given_and_taken_by_many_a_verb(words: str) -> None:
    (found,) = policy(f"云溪市考核办法\n一、考核内容\n（一）环境（60分）\n1.{words}").tasks
    assert (found.kind, len(found.targets)) == ("assessment", 1)


def test_what_an_item_of_a_scoring_is_worth_makes_it_a_row() -> None:
    text = (
        "云溪市考核办法\n一、责任制落实（6分）\n1.签订责任书，1分。\n2.信访及时受理率（2分）。\n"
        "3.化解率低于85%的扣减1分，未开展的扣2分。\n"
    )
    found = policy(text).tasks
    assert [t.kind for t in found] == ["assessment"] * 3
    assert [[m.value.metric for m in t.targets] for t in found] == [[], [], ["扣分", "扣分"]]


def test_a_line_that_says_in_a_sentence_whose_the_items_above_are() -> None:
    text = (
        "云溪市目标管理方案\n一、目标体系\n1.工业产值增长9%；\n2.外贸进出口达到30亿元；\n2项目标的责任单位均为市发改局。\n"
        "3.财政收入净增5亿元；\n该目标责任单位为市财政局、市税务局。\n4.零售额增长8%；\n上述任务责任单位为市商务局。\n"
    )
    assert led(text) == [
        [("市发改局", "lead")],
        [("市发改局", "lead")],
        [("市财政局", "lead"), ("市税务局", "lead")],
        [("市商务局", "lead")],
    ]
    assert [t.title for t in policy(text).tasks][1:3] == ["外贸进出口达到30亿元", "财政收入净增5亿元"]


def test_signed_items_whose_units_stand_below_them_all() -> None:
    text = (
        HEAD
        + "（一）基础行动\n◆推进升级，完成改造。\n◆建设平台，上线运行。\n牵头单位：市教育局 配合单位：市财政局"
    )
    assert [t.number for t in policy(text).tasks] == [None, None]
    assert led(text) == [[("市教育局", "lead"), ("市财政局", "support")]] * 2


def test_problems_of_an_inspection_are_items() -> None:
    text = "云溪市整改方案\n一、整改任务\n问题一：污水收集率低，仅为48%。\n整改目标：达到65%以上。\n牵头单位：市住建局\n问题二：修复滞后。\n整改目标：完成22座。\n牵头单位：市自然资源局"
    assert [t.number for t in policy(text).tasks] == ["问题一", "问题二"]
    assert [[str(g.value.value) for g in t.targets] for t in policy(text).tasks] == [["65"], ["22"]]


def test_what_was_found_orders_nothing_and_a_signature_needs_no_date() -> None:
    text = "云溪市督查通报\n一、存在问题\n（一）整改质量不高。隐患反复出现。\n二、下步要求\n（一）建立制度。按月通报。\n云溪市督查室"
    found = policy(text)
    assert [(t.number, t.title, t.text) for t in found.tasks] == [("（一）", "建立制度", "按月通报。")]
    assert found.issuer and found.issuer.value == "云溪市督查室"


def test_minutes_may_say_who_issues_and_when_above_their_title() -> None:
    text = "会议纪要\n〔2025〕7号\n云溪市人民政府办公室　　　2025年5月20日\n研究冷链物流专题会议纪要\n一、关于用地。6月底前完成报批。"
    found = policy(text)
    assert found.issuer and found.issuer.value == "云溪市人民政府办公室"
    assert found.issued_on and str(found.issued_on.value) == "2025-05-20"


def test_minutes_of_a_meeting_end_with_their_decisions() -> None:
    text = "云溪市治水会议纪要\n议定事项如下：\n一、关于清淤。5月底前完成。\n二、关于巡查。每周巡查。\n会议要求，各单位要抓好落实。\n出席：李某 王某"
    found = policy(text)
    assert found.genre == "会议纪要"
    assert [t.text for t in found.tasks] == ["5月底前完成。", "每周巡查。"]


def test_a_text_that_numbers_nothing_counts_in_words() -> None:
    text = "关于做好秋收工作的通知\n各乡镇：\n一要抓实检修。保养农机80台。\n二要搞好服务。设立站点6处。\n三是备足用油。\n云溪市农业农村局\n2025年5月11日"
    assert [(n, title) for n, title, _ in items(text)] == [
        ("一要", "抓实检修"),
        ("二要", "搞好服务"),
        ("三是", "备足用油"),
    ]


def test_what_counts_in_words_inside_an_item_is_no_item() -> None:
    text = HEAD + "（一）抓实检修。\n一是保养农机80台。\n二是设立站点6处。"
    assert [n for n, _, _ in items(text)] == ["（一）"]


@pytest.mark.parametrize("first", ["【市水利局牵头，市财政局配合】", "（市水利局牵头，市财政局配合）"])
def test_a_bracket_of_units_stands_in_front_of_the_number(first: str) -> None:
    text = HEAD + f"{first}1.修复堤防14公里。\n{first.replace('水利', '教育')}2.改造校舍8处。"
    assert items(text) == [
        ("1.", "修复堤防14公里", "修复堤防14公里。"),
        ("2.", "改造校舍8处", "改造校舍8处。"),
    ]
    assert led(text) == [
        [("市水利局", "lead"), ("市财政局", "support")],
        [("市教育局", "lead"), ("市财政局", "support")],
    ]


RUN_ON = [
    pytest.param("【责任单位：{0}】【完成时限：6月底前】", id="brackets of labels"),
    pytest.param("［{0}牵头，6月底前完成］", id="a square bracket"),
    pytest.param("（{0}、县林业局；6月底前完成）", id="units and a time"),
    pytest.param("由{0}牵头负责，6月底前完成。", id="prose"),
]


@pytest.mark.parametrize("close", RUN_ON)
@pytest.mark.parametrize("numbers", ["一二三四", "3456"])
def test_items_run_on_below_their_section_whatever_each_ends_with(close: str, numbers: str) -> None:
    marks = [f"（{n}）" if n in "一二三四" else f"{n}." for n in numbers]
    units = ["县水利局", "县交通局", "县教育局", "县民政局"]
    words = ["建网。新建管道", "清淤。疏浚河道", "办学。改造校舍", "养老。开设食堂"]
    each = [f"{m}{w}。{close.format(u)}" for m, w, u in zip(marks, words, units, strict=True)]
    text = "青禾县民生实施方案\n一、补短板\n" + "".join(each[:2]) + "\n二、惠民生\n" + "".join(each[2:])
    assert [(n, title) for n, title, _ in items(text)] == list(
        zip(marks, ["建网", "清淤", "办学", "养老"], strict=True)
    )
    assert [found[0] for found in led(text)] == [(unit, "lead") for unit in units]


def test_brackets_of_labels_on_lines_of_their_own_are_of_the_item_above() -> None:
    each = "（{}）清理沟渠。建立台账。\n【责任单位：镇农办】\n【完成时限：{}月底前】\n"
    text = (
        "石桥镇2025年整治方案\n一、整治村容\n"
        + each.format("一", 6)
        + each.format("二", 9)
        + each.format("三", 11)
    )
    found = policy(text).tasks
    assert [t.path for t in found] == [("一、整治村容",)] * 3
    assert [[str(d.value.due) for d in t.deadlines] for t in found] == [
        ["2025-06-30"],
        ["2025-09-30"],
        ["2025-11-30"],
    ]


def test_signed_items_may_each_close_with_a_bracket_of_time_behind_the_one_of_units() -> None:
    each = "●{}。建立台账。【责任单位：{}】【完成时限：6月底前】\n"
    text = "石桥镇整治方案\n一、整治村容\n" + each.format("清沟", "镇农办") + each.format("拆房", "镇建设办")
    assert [title for _, title, _ in items(text)] == ["清沟", "拆房"]
    assert led(text) == [[("镇农办", "lead")], [("镇建设办", "lead")]]


def test_a_bracket_of_labels_that_fills_its_line_ends_its_item() -> None:
    lines = [
        "石桥镇整治提升工作方案",
        "（一）清理积存垃圾",
        "对全镇沟渠和房前屋后开展集中清理。【责任单位：镇执法队】",
        "（二）改造农村厕所",
        "逐户登记造册并且建立管护队伍，年内改造户厕二百六十户，",
        "通过验收。【责任单位：镇农业办】【时限：6月底前完成】",
        "（三）治理生活污水",
        "铺设管网并建设小型处理站，逐村确定管护人员，确保设施正",
        "常运行。【责任单位：镇环境办】【完成时限：9月底前完成】",
        "（四）硬化入户道路",
        "完成断头路连接，方便群众出行。【责任单位：镇村镇建设办】",
    ]
    assert [n for n, _, _ in items("\n".join(lines))] == ["（一）", "（二）", "（三）", "（四）"]


def test_items_run_on_below_the_heading_of_their_paragraph_and_one_bracket_serves_them() -> None:
    text = (
        HEAD
        + "（一）分类整改。（1）停用隐患设施；（2）拆除违规设施；（3）修复破损招牌。（市城管局、各区城管局分别负责）"
    )
    assert [(n, title) for n, title, _ in items(text)] == [
        ("（1）", "停用隐患设施"),
        ("（2）", "拆除违规设施"),
        ("（3）", "修复破损招牌"),
    ]
    assert led(text) == [[("市城管局", "lead"), ("各区城管局", "lead")]] * 3


@pytest.mark.parametrize("word", ["工作", "有关"])
def test_what_is_asked_of_everybody_behind_the_last_item_is_no_part_of_it(word: str) -> None:
    text = (
        HEAD
        + f"1.排查隐患。逐户检查。\n2.开展培训。培训200人。\n{word}要求：各校高度重视，于9月底前报送总结。"
    )
    found = policy(text)
    assert [t.text for t in found.tasks] == ["逐户检查。", "培训200人。"]
    assert "9月底前" not in [d.surface for t in found.tasks for d in t.deadlines]
    assert not [a for a in found.accounts if a.state == "unaccounted"]


def test_what_each_item_asks_for_is_part_of_it() -> None:
    each = "{}.排查隐患。\n工作要求：逐户检查，于9月底前报送总结。\n"
    assert [t.deadlines[0].value.due.month for t in policy(HEAD + each.format(1) + each.format(2)).tasks] == [
        9,
        9,
    ]  # type: ignore[union-attr]


@pytest.mark.parametrize("numbers", [("", "", ""), ("1.", "2.", "3."), ("", "", "3.")])
def test_a_note_over_the_labels_of_an_item_is_its_own(numbers: tuple[str, str, str]) -> None:
    a, b, c = numbers
    unit = "责任单位：市{}局\n"
    texts = [
        f"{HEAD}{a}新建学校2所。\n{unit.format('教育')}{b}改造小区3个。\n{noted}{unit.format('住建')}{c}新建泵站1座。\n{last}{unit.format('水利')}"
        for noted, last in (("说明：名单另行印发。\n", ""), ("", "说明：名单另行印发。\n"))
    ]
    for text in texts:
        found = policy(text)
        assert [u.value.name for t in found.tasks for u in t.units] == ["市教育局", "市住建局", "市水利局"]


def test_a_month_behind_the_number_is_no_decimal() -> None:
    text = HEAD + "1.6月底前完成硬化，安装喷淋。\n2.12月开展检查，逐户登记。"
    assert [n for n, _, _ in items(text)] == ["1.", "2."]


def test_issuer_and_date_may_stand_on_one_line_below_the_title() -> None:
    text = "云溪市人民政府专题会议纪要\n云溪市人民政府办公室          2025年8月19日\n会议议定：\n一、市住建局8月底前修订细则。\n二、市财政局拨付资金。"
    found = policy(text)
    assert found.issuer and found.issuer.value == "云溪市人民政府办公室"
    assert found.issued_on and str(found.issued_on.value) == "2025-08-19"
    assert found.year == 2025


def test_what_is_asked_of_all_behind_the_last_item_closes() -> None:
    text = HEAD + "（一）建立制度。按月通报。\n请各县（市、区）于6月20日前将整改情况报市教育局。"
    assert items(text) == [("（一）", "建立制度", "按月通报。")]
    assert [d.surface for t in policy(text).tasks for d in t.deadlines] == ["按月"]


def test_many_departments_sign_a_line_each_and_the_foot_of_a_page_is_no_task() -> None:
    signers = [
        "市科技局",
        "市发展改革委",
        "市委人才办",
        "市委网信办",
        "市经信局",
        "市教育局",
        "市数据局",
        "市能源局",
    ]
    text = "\n".join(
        (
            "云溪市优化服务实施方案\n一、主要任务\n（一）便利开办。压缩环节。（责任单位：市司法局）",
            "（二）抓好落实。压缩时间。（责任单位：市住建局）\n本措施所指小企业为符合划型标准的企业。",
            *signers,
            "2025年3月1日\n市人大市政协市纪委\n网站主办单位：云溪市人民政府办公室\n政府网站导航",
        )
    )
    found = policy(text)
    assert found.issuer and found.issuer.value == "、".join(signers)
    assert [(t.text, [u.value.name for u in t.units]) for t in found.tasks] == [
        ("压缩环节。", ["市司法局"]),
        ("压缩时间。", ["市住建局"]),
    ]


def test_a_path_holds_headings_without_the_brackets_that_name_their_units() -> None:
    text = (
        "云溪市优化服务方案\n一、主要任务\n（一）优化供电（指标牵头单位：云溪供电公司）\n1.推行线上办。全程网办。\n"
        "（二）优化采购（市财政局牵头，市审计局配合）\n1.推行电子采购。全程网办。\n（三）优化用水（含中水）\n1.压缩环节。一次办结。"
    )
    assert [t.path[1:] for t in policy(text).tasks] == [
        ("（一）优化供电",),
        ("（二）优化采购",),
        ("（三）优化用水（含中水）",),
    ]


def test_numbers_of_aims_take_the_time_that_opened_them() -> None:
    text = (
        "云溪市养老服务行动方案\n一、主要目标\n到2027年，服务体系基本形成。\n——夯实设施基础。建成驿站30个。\n"
        "——壮大人才队伍。培养护理员500名。\n二、重点任务\n（一）建设驿站。新建驿站10个。"
    )
    found = policy(text)
    assert [(g.value.metric, str(g.value.due)) for g in found.goals] == [
        ("驿站", "2027-12-31"),
        ("护理员", "2027-12-31"),
    ]
    assert [g.value.due for t in found.tasks for g in t.targets] == [None]


def test_indicators_in_a_table_below_aims_are_goals_by_year() -> None:
    text = (
        "云溪市绿色工厂行动计划（2025—2027年）\n一、发展目标\n|指标名称|单位|2024年|2025年|2027年|\n"
        "|绿色工厂|家|18|28|50|\n|用水重复利用率|%|88|89.5|92|\n二、重点任务\n（一）建立培育库。逐户辅导。"
    )
    found = policy(text)
    assert [(g.value.metric, str(g.value.value), str(g.value.due)) for g in found.goals] == [
        ("绿色工厂", "28", "2025-12-31"),
        ("绿色工厂", "50", "2027-12-31"),
        ("用水重复利用率", "89.5", "2025-12-31"),
        ("用水重复利用率", "92", "2027-12-31"),
    ]
    assert [t.number for t in found.tasks] == ["（一）"]


def test_indicators_below_aims_that_name_units_are_tasks() -> None:
    text = "云溪市绿色工厂行动计划\n一、发展目标\n|指标|单位|2027年目标值|责任单位|\n|绿色工厂|家|50|市工信局|\n|绿色园区|个|4|市工信局|"
    assert led(text) == [[("市工信局", "lead")]] * 2


@pytest.mark.parametrize("heading", ["攻坚目标", "行动时间"])
def test_headings_of_aims_and_times_of_a_campaign(heading: str) -> None:
    text = f"云溪市百日攻坚方案\n一、{heading}\n2025年2月10日至5月20日，签约项目30个。\n二、重点任务\n（一）建立台账。逐户登记。"
    assert [n for n, _, _ in items(text)] == ["（一）"]


@pytest.mark.parametrize("scope", ["以上两项由", "第1、2项：", "1—2项由", "上述2项任务均由"])
def test_a_bracket_says_of_which_items_it_speaks(scope: str) -> None:
    text = (
        HEAD
        + f"1.改造线缆3公里。\n2.清除线缆15吨。（{scope}市住建局牵头，9月底前完成）\n3.出台管理办法。（市司法局）"
    )
    assert led(text) == [[("市住建局", "lead")], [("市住建局", "lead")], [("市司法局", "lead")]]
    assert [[d.surface for d in t.deadlines] for t in policy(text).tasks] == [
        ["9月底前"],
        ["9月底前"],
        [""],
    ]
    assert items(text)[1][2] == "清除线缆15吨。"


def test_what_other_labels_of_a_bracket_say_is_kept() -> None:
    text = (
        "云溪市2025年任务清单\n一、办税（牵头部门：市税务局；目标位置：全省前5）\n1.优化服务。提升质量。\n"
        "2.压减时间。推进网办。（责任单位：市财政局；预期成果：建成服务站12个；完成时限：6月底前；联系人：李某）"
    )
    first, second = policy(text).tasks
    place = ("目标位置", "全省前5")
    assert [(f.value.label, f.value.text) for f in first.fields] == [place]
    assert [(f.value.label, f.value.text) for f in second.fields] == [("预期成果", "建成服务站12个"), place]
    assert [(t.value.metric, str(t.value.value)) for t in second.targets] == [("建成服务站", "12")]
    assert [(e.value.field, e.value.words) for e in second.entries] == [("person", "李某")]
    assert second.text == "推进网办。"


def test_an_item_of_nothing_but_labels_is_called_by_them() -> None:
    """Its title and its text were empty: a row without words in every table."""
    text = "云溪市2025年整改方案\n一、责任单位：市教育局。\n二、整改时间：5月底前完成排查。\n三、加强培训。每年2次。"
    assert items(text) == [
        ("一、", "责任单位", "责任单位：市教育局。"),
        ("二、", "整改时间", "整改时间：5月底前完成排查。"),
        ("三、", "加强培训", "每年2次。"),
    ]


def test_the_last_line_that_puts_all_measures_in_force_is_no_text() -> None:
    text = HEAD + "（一）优化流程。压减时限。\n各政策举措自印发之日起执行，各条款由牵头单位负责解释。"
    assert items(text) == [("（一）", "优化流程", "压减时限。")]


def test_the_year_of_a_title_is_the_one_that_is_planned() -> None:
    text = "云溪市2025年实事项目完成情况及2026年实事项目安排\n一、2025年完成情况\n建成公园5处。\n二、项目安排\n1.新建公园3处，10月底前开放。"
    document = policy(text)
    assert document.year == 2026
    assert [[str(d.value.due) for d in t.deadlines] for t in document.tasks] == [["2026-10-31"]]


def test_stages_head_lines_and_what_runs_on_below_them() -> None:
    text = (
        HEAD
        + "第一阶段：摸底建账（4月15日前）。各社区逐一摸排。\n第二阶段：集中整治（4月16日至8月31日）。1.市城建局牵头，新增端口200个。2.市公安局每周夜查2次。"
    )
    assert [(t.number, t.title) for t in policy(text).tasks] == [
        ("第一阶段", "摸底建账"),
        ("1.", "市城建局牵头，新增端口200个"),
        ("2.", "市公安局每周夜查2次"),
    ]
    assert [str(t.deadlines[0].value.due) for t in policy(text).tasks] == [
        "2025-04-15",
        "2025-08-31",
        "2025-08-31",
    ]


def test_a_number_in_a_frame_before_its_title() -> None:
    text = "云溪市党建项目书\n【项目一】培育骨干\n主要任务：培训30人。\n牵头部门——市教育局\n【项目二】建设阵地\n主要任务：建成5处。\n牵头部门——市财政局"
    assert [(t.number, t.title) for t in policy(text).tasks] == [
        ("项目一", "培育骨干"),
        ("项目二", "建设阵地"),
    ]
    assert led(text) == [[("市教育局", "lead")], [("市财政局", "lead")]]


def test_a_rule_declared_behind_the_verb_of_a_label_is_no_text() -> None:
    text = (
        HEAD
        + "（一）优化流程。压减时限。\n牵头单位：市教育局\n责任单位：市财政局，各县（区）人民政府落实（以下任务均需各县区人民政府落实，不再列出）\n（二）开展检查。逐校登记。"
    )
    assert items(text) == [("（一）", "优化流程", "压减时限。"), ("（二）", "开展检查", "逐校登记。")]


def test_a_title_with_the_first_heading_behind_it() -> None:
    found = policy("云溪市2025年就业工作要点一、稳定岗位\n1.开展招聘会20场。（市人社局负责）")
    assert found.title is not None
    assert (found.title.value, found.tasks[0].path) == ("云溪市2025年就业工作要点", ("一、稳定岗位",))


def test_sections_run_on_in_one_line_with_their_items() -> None:
    text = "云溪市2025年工作要点\n一、教育1.新建学校2所。2.培训教师90人。二、住建1.改造小区5个。2.新增车位600个。（市住建局）"
    assert [(t.path, t.number, t.title) for t in policy(text).tasks] == [
        (("一、教育",), "1.", "新建学校2所"),
        (("一、教育",), "2.", "培训教师90人"),
        (("二、住建",), "1.", "改造小区5个"),
        (("二、住建",), "2.", "新增车位600个"),
    ]


@pytest.mark.parametrize(
    "items",
    [
        ("（一）清淤。清理河道。（镇水利站负责）", "（二）建管网。新建3公里。", "（一）收运。清理垃圾。（镇环卫所负责）", "（二）分类。建立台账。"),
        ("1.清淤。清理河道；", "2.建管网。新建3公里。", "3.收运。清理垃圾。", "4.分类。建立台账。"),
    ],
)  # fmt: skip
def test_two_levels_run_on_in_one_line(items: tuple[str, ...]) -> None:
    """The first number below a section may stand right behind its words."""
    one, two, three, four = items
    text = f"石桥镇整治方案\n为改善环境，制定本方案。一、治污水{one}{two}二、治垃圾{three}{four}"
    found = policy(text).tasks
    assert [t.title for t in found] == ["清淤", "建管网", "收运", "分类"]
    assert [t.path for t in found] == [("一、治污水",)] * 2 + [("二、治垃圾",)] * 2


def test_the_unit_over_its_items_leads_them() -> None:
    text = HEAD + "市教育局：1.新建学校2所。2.培训教师90人。\n市住建局：1.改造小区5个。2.增加车位。"
    assert led(text) == [[("市教育局", "lead")]] * 2 + [[("市住建局", "lead")]] * 2


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("市教育局（牵头1项）", "市住建局（牵头2项）"),
        ("市教育局（1项）", "市住建局（共2项）"),
        ("市教育局（负责1项）", "市住建局（牵头2项、配合1项）"),
        ("一、市教育局（牵头1项）", "二、市住建局（牵头2项）"),
    ],
)
@pytest.mark.parametrize("again", [False, True])
def test_a_unit_with_a_count_over_its_items_leads_them(one: str, two: str, again: bool) -> None:
    """Whether the numbers go on below the second or begin again: it is no text of the item before, and no goal."""
    n = 1 if again else 2
    text = f"云溪市2025年重点任务分解\n{one}\n1.新建学校2所。\n{two}\n{n}.改造小区5个。\n{n + 1}.增加车位。"
    found = policy(text)
    assert [(t.text, [(u.value.name, u.value.role) for u in t.units]) for t in found.tasks] == [
        ("新建学校2所。", [("市教育局", "lead")]),
        ("改造小区5个。", [("市住建局", "lead")]),
        ("增加车位。", [("市住建局", "lead")]),
    ]
    assert [g.value.metric for t in found.tasks for g in t.targets] == ["学校", "小区"]
    assert not found.goals
    assert [a.state for a in found.accounts if a.state == "unaccounted"] == []


def test_a_count_behind_what_is_no_unit_heads_nothing() -> None:
    text = HEAD + "1.改造小区。\n改造小区（5项）\n2.新建学校。\n新建幼儿园（牵头2项）\n3.修路。"
    assert [t.title for t in policy(text).tasks] == ["改造小区", "新建学校", "修路"]


def test_what_a_text_without_numbers_counts_in_words_is_its_items() -> None:
    said = "为做好今年工作，一是加强培训，全年培训300人次。二是推进建设，6月底前建成学校2所；三是强化督查。"
    found = items("云溪市2025年工作要点\n" + said)
    assert [(number, title) for number, title, _ in found] == [
        ("一是", "加强培训"),
        ("二是", "推进建设"),
        ("三是", "强化督查"),
    ]
    assert [n for n, _, _ in items(HEAD + "（一）做好工作。" + said)] == ["（一）"]
    broken = "云溪市2025年工作要点\n从三方面着手：一是加强培训。培训300人次。\n二是推进建设。\n三是强化督查。"
    assert [number for number, _, _ in items(broken)] == ["一是", "二是", "三是"]


def test_a_number_printed_an_em_a_digit_fills_the_first_line() -> None:
    long = "农" * 36
    first = "55．依法审理各类案件，确保地位平等、适用平等，推动程"
    lines = [first + "序" * 11, "事项一次性告知，" + "办" * 32, "到位。"]
    text = "\n".join(
        ["一、重点任务", "54．" + long, long + "农农农。", *lines, "56．" + long, long + "农农农。"]
    )
    (found,) = [t for n, t, _ in items("云溪市工作要点\n" + text) if n == "55．"]
    assert found == "依法审理各类案件"


def test_items_of_a_page_that_lost_its_line_breaks() -> None:
    said = "市教育局统筹全市中小学食堂建设和管理，逐校登记造册，定期公布检查结果，接受群众监督。"
    text = f"云溪市教育工作意见\n各县（区）人民政府： 为做好工作，提出以下意见： 一、改善条件 1.建设食堂。{said}（市教育局牵头） 2.培训教师。{said}"
    found = policy(text).tasks
    assert [(t.path, t.number, t.title) for t in found] == [
        (("一、改善条件",), "1.", "建设食堂"),
        (("一、改善条件",), "2.", "培训教师"),
    ]


def test_a_heading_with_the_number_of_its_first_item_right_behind() -> None:
    text = "云溪市教育工作意见\n一、明确任务1、发展学前教育。\n入园率达到96%。\n2、建设幼儿园。\n新建5所。\n二、健全网络3、理顺管理体制。\n实行分级管理。"
    assert [(t.path, t.number, t.title) for t in policy(text).tasks] == [
        (("一、明确任务",), "1、", "发展学前教育"),
        (("一、明确任务",), "2、", "建设幼儿园"),
        (("二、健全网络",), "3、", "理顺管理体制"),
    ]


TERM = "关于做好2025年春季开学工作的通知\n各处室：\n一、做好准备。逐班检查。\n二、加强值守。备好物资。\n"
SIGNED = [
    ("云溪市实验小学\n2025年2月20日", "云溪市实验小学", "2025-02-20"),
    ("云溪市第一中学    2025年2月20日", "云溪市第一中学", "2025-02-20"),
    ("教务处 2025年2月20日", "教务处", "2025-02-20"),
    ("中共云溪学院委员会 云溪学院\n2025年2月20日", "中共云溪学院委员会、云溪学院", "2025-02-20"),
    ("柳岸村党支部 柳岸村委会\n2025年2月20日", "柳岸村党支部、柳岸村委会", "2025-02-20"),
    ("云溪县妇联\n2025年2月20日", "云溪县妇联", "2025-02-20"),
    ("云溪市安委会办公室\n2025.2.20", "云溪市安委会办公室", "2025-02-20"),
    ("云溪供电公司\n2025年2月", "云溪供电公司", "None"),
    ("云溪市教育局办公室\n2025年2月20日印发", "None", "None"),
    ("二〇二五年二月", "None", "None"),
]


@pytest.mark.parametrize(("closing", "issuer", "day"), SIGNED)
def test_a_signature_is_in_no_item(closing: str, issuer: str, day: str) -> None:
    found = policy(TERM + closing)
    assert [(t.title, t.text) for t in found.tasks] == [
        ("做好准备", "逐班检查。"),
        ("加强值守", "备好物资。"),
    ]
    assert str(found.issuer and found.issuer.value) == issuer
    assert str(found.issued_on and found.issued_on.value) == day


def test_a_sentence_above_a_date_signs_nothing() -> None:
    assert (
        items("关于值守的通知\n各处室：\n一、加强值守\n每日开好碰头会\n2025年2月20日")[0][2]
        == "每日开好碰头会"
    )


SHORT = "\n一、清运垃圾。清运600吨。\n二、修复路面。修复3处。"
HEADS = [
    ("督查通知\n云政督〔2025〕5号\n县住建局：", "督查通知", "None", "云政督〔2025〕5号", "None"),
    ("云溪县督查室\n重点事项交办单\n〔2025〕5号\n县住建局：", "重点事项交办单", "云溪县督查室", "〔2025〕5号", "None"),
    ("落实巡察反馈意见整改方案\n根据部署，制定本方案。", "落实巡察反馈意见整改方案", "None", "None", "None"),
    ("关于做好防汛工作的通知-云溪大学\n关于做好防汛工作的通知\n各部门：", "关于做好防汛工作的通知", "None", "None", "None"),
    ("• 关于做好防汛工作的通知_云溪大学\n各部门：", "关于做好防汛工作的通知", "None", "None", "None"),
    ("2025年工作计划\n云溪市实验小学\n2025年2月", "2025年工作计划", "云溪市实验小学", "None", "None"),
    ("2025年工作计划\n云溪集团工会委员会", "2025年工作计划", "云溪集团工会委员会", "None", "None"),
    ("云溪中学2024—2025学年第二学期工作行事历", "云溪中学2024—2025学年第二学期工作行事历", "云溪中学", "None", "None"),
    ("云溪市治水工作要点\n（2025年2月5日市委城乡委员会第五次会议通过）", "云溪市治水工作要点", "None", "None", "2025-02-05"),
    ("关于印发防汛工作要点的通知\n各系部：\n现将《云溪学院防汛工作要点》印发给你们，请执行。\n云溪学院\n2025年3月1日\n附件\n云溪学院防汛工作要点",
     "云溪学院防汛工作要点", "云溪学院", "None", "2025-03-01"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "title", "issuer", "number", "day"), HEADS)
def test_heads_of_papers_of_other_offices(head: str, title: str, issuer: str, number: str, day: str) -> None:
    found = policy(head + SHORT)
    told = (found.title, found.issuer, found.doc_number, found.issued_on)
    assert [str(m and m.value) for m in told] == [title, issuer, number, day]
    assert [(t.title, t.path) for t in found.tasks] == [("清运垃圾", ()), ("修复路面", ())]


def test_the_second_term_of_a_school_year_is_in_its_later_year() -> None:
    (task,) = policy("云溪中学2024—2025学年第二学期工作计划\n一、3月底前完成检查。").tasks
    assert [str(d.value.due) for d in task.deadlines] == ["2025-03-31"]


def test_the_colon_of_an_hour_ends_no_title() -> None:
    found = items(
        HEAD + "（一）请各单位于8月31日17:00前报送总结，逐项说明。\n（二）春节前，工会慰问困难职工30名。"
    )
    assert [title for _, title, _ in found] == [
        "请各单位于8月31日17:00前报送总结",
        "春节前，工会慰问困难职工30名",
    ]


DUTIES = "云溪县关于领导班子成员分工的通知\n各单位：\n经研究，领导班子成员工作分工调整如下：\n"


@pytest.mark.parametrize(
    "fields",
    [
        "一、李某某（书记）\n主持全面工作。\n二、王某某（副书记、县长）\n主持县政府工作，分管县财政局。",
        "1.李某某同志主持全面工作。\n2.王某某同志负责党建工作，分管县委党校。",
        "（一）校长李某某：主持行政工作。\n（二）副校长王某某：分管教学工作。分管部门：教务处。",
        "1.李某，党委书记，主持党委全面工作。\n2.王某，党委委员、副镇长，负责农业工作。",
    ],
)
def test_what_leaders_look_after_is_no_task(fields: str) -> None:
    found = policy(DUTIES + fields)
    assert found.tasks == ()
    assert {a.reason for a in found.accounts if a.kind == "item"} == {"duties"}


def test_a_division_of_tasks_is_one_still() -> None:
    shared = "云溪县关于班子成员包抓任务分工的通知\n现将任务分工如下：\n1.县教育局负责招聘教师20名。\n2.县水利局负责修复堤防3公里。"
    assert len(items(shared)) == 2


@pytest.mark.parametrize(
    "labels",
    [
        "【牵头单位】{0}\n【配合单位】{1}\n【完成时限】持续推进",
        "牵头单位 {0}\n配合单位 {1}\n完成时限 长期坚持",
        "（1）牵头单位：{0}\n（2）配合单位：{1}\n（3）完成时限：长期坚持",
        "牵头单位：\n{0}\n配合单位：\n{1}\n完成时限：\n长期坚持",
    ],
)
def test_labels_on_lines_of_their_own_are_read_and_accounted_for(labels: str) -> None:
    """Each item has its own, in whatever way they are set apart."""
    one, two = (
        labels.format("镇综合执法队", "各村（社区）"),
        labels.format("镇村镇建设办", "镇财政所、图书馆"),
    )
    found = policy(
        f"石桥镇整治方案\n一、整治村貌\n（一）清理垃圾\n清理沟渠。\n{one}\n（二）拆除危房\n逐户排查。\n{two}"
    )
    said = [[(u.value.name, u.value.role) for u in t.units] for t in found.tasks]
    assert said == [
        [("镇综合执法队", "lead"), ("各村（社区）", "support")],
        [("镇村镇建设办", "lead"), ("镇财政所", "support"), ("图书馆", "support")],
    ]
    assert [[d.value.kind for d in t.deadlines] for t in found.tasks] == [["ongoing"]] * 2
    assert not [a for a in found.accounts if a.state == "unaccounted"]


def test_a_star_before_a_number_is_no_part_of_it() -> None:
    found = items(HEAD + "（一）修缮\n★1.修缮校舍3所，逐校登记。\n★2.修复堤防4公里，逐段验收。")
    assert [(n, title) for n, title, _ in found] == [("1.", "修缮校舍3所"), ("2.", "修复堤防4公里")]


def test_who_signs_below_a_line_without_a_stop_stands_alone() -> None:
    found = policy(
        "云溪市整改清单\n一、检查。整改时限：8月31日前完成，今后长期坚持\n中共云溪县委宣传部\n2025年4月8日"
    )
    assert found.issuer and found.issuer.value == "中共云溪县委宣传部"
    assert [(d.value.kind, d.surface) for t in found.tasks for d in t.deadlines] == [
        ("by", "8月31日前"),
        ("ongoing", "长期坚持"),
    ]


def test_minutes_name_who_is_told_and_to_whom_they_go() -> None:
    text = (
        "云溪学院校长办公会议纪要\n会议内容：\n一、研究招生工作\n会议同意招生处提出的计划。会议要求：招生处要加大宣传力度。\n"
        "二、审定培训方案\n会议原则通过，由人事处根据会议意见修改后印发执行。\n送：校领导，各部门"
    )
    found = policy(text)
    assert [t.text for t in found.tasks][1] == "会议原则通过，由人事处根据会议意见修改后印发执行。"
    assert [lead for _, lead in leads(text)] == [["招生处"], ["人事处"]]


def test_a_group_that_is_set_up_is_no_unit_and_a_post_stands_with_its_person() -> None:
    text = (
        HEAD
        + "（一）组织领导\n成立领导小组：\n组长：李某某\n成员：各处室主任\n（二）流转土地500亩。责任人：陈某（村主任）"
    )
    assert [lead for _, lead in leads(text)] == [["云溪市教育局"], ["云溪市教育局"]]
    (person,) = [e.value.words for t in policy(text).tasks for e in t.entries if e.value.field == "person"]
    assert person == "陈某（村主任）"


def test_the_preface_of_a_site_is_no_aim() -> None:
    text = "护校安园工作方案\n2025/02/03经典方案\n小编整理的工作方案（精选4篇），供大家参考。\n一、检查校门。逐日登记。"
    found = policy(text)
    assert (found.title and found.title.value, found.goals) == ("护校安园工作方案", ())


CARDS = [
    "• 索引号:\n\n    1133/2025\n\n  • 发文机关:\n\n    云溪市水利局\n\n  • 发文字号:\n\n    云水〔2025〕5号\n\n  • 成文日期:\n\n    2025-05-04\n\n关于防汛工作的通知\n各单位：",
    "索引号：1133\n发文机关：云溪市水利局\n发文字号：云水〔2025〕5号 成文日期：2025年5月4日\n关于防汛工作的通知\n各单位：",
    "文件名称 | 关于防汛工作的通知 | ||\n索引号 | 1133 | 公开目录: | 防汛 |\n发文机关 | 云溪市水利局 | 公开形式: | 主动公开 |\n文号 | 云水〔2025〕5号 | 成文日期: | 2025年05月04日 |",
    "关于防汛工作的通知\n[发文机关] 云溪市水利局\n[发文字号] 云水〔2025〕5号\n[成文日期] 2025-05-04\n各单位：",
    "发文机关 云溪市水利局\n发文字号 云水〔2025〕5号 成文日期 2025-5-4\n关于防汛工作的通知\n各单位：",
    "发文机关：云溪市水利局\n云水〔2025〕5号-关于防汛工作的通知（2025年5月4日）\n各单位：",
    "发文机关：云溪市水利局\n关于防汛工作的通知（2025年5月4日）\n云水〔2025〕5号\n各单位：",
]  # fmt: skip


@pytest.mark.parametrize("card", CARDS)
def test_what_the_card_of_a_page_says_of_its_text(card: str) -> None:
    found = policy(card + "\n一、检查堤防。逐段登记。")
    told = (found.title, found.issuer, found.doc_number, found.issued_on)
    assert [str(m and m.value) for m in told] == [
        "关于防汛工作的通知",
        "云溪市水利局",
        "云水〔2025〕5号",
        "2025-05-04",
    ]


def test_a_plan_whose_notice_nobody_signs_is_of_the_office_that_its_title_begins_with() -> None:
    text = "关于印发《云溪市教育局2025年工作要点》的通知\n各学校：\n现印发给你们。\n云溪市教育局2025年工作要点\n一、检查校门。逐日登记。"
    found = policy(text)
    assert (found.title and found.title.value, found.issuer and found.issuer.value) == (
        "云溪市教育局2025年工作要点",
        "云溪市教育局",
    )


def test_the_title_on_the_card_of_a_page_is_that_of_a_text_without_one() -> None:
    rows = (
        "索引号: | 1133 | 信息分类: | 规范性文件 |",
        "发布机构: | 云溪市政府(办公室) | 主题分类: | 综合政务 |",
    )
    more = (
        "标 题: | 云溪市人民政府办公室关于印发2025年重点任务分解表的通知 | ||",
        "政策咨询机关: | 政策咨询电话: |",
    )
    card = "".join(f"{row}\n" for row in (*rows, *more))
    found = policy(card + "各区政府：\n现将任务分解表印发给你们。\n一、检查校门。逐日登记。")
    assert found.title and found.title.value == "2025年重点任务分解表"
    assert all(finding.code != "table-unread" for finding in found.findings)


def test_one_card_of_labels_is_one_task() -> None:
    text = "重点工作交办单\n编号：2025-07\n交办事项：清理废旧车辆\n承办单位：县公安局\n协办单位：县城管局\n办理要求：清理120辆以上。\n办理时限：2025年3月31日前"
    (task,) = policy(text).tasks
    assert (task.title, task.text) == ("清理废旧车辆", "清理120辆以上。")
    assert led(text) == [[("县公安局", "lead"), ("县城管局", "support")]]


def test_a_bracket_of_persons_alone_is_no_text_and_a_party_group_is_whole() -> None:
    text = (
        HEAD
        + "（一）慰问职工90人。（责任人：郑某、各分会主席）\n（二）整改问题3个。协同单位：党委办公室、各二级党组织"
    )
    first, second = policy(text).tasks
    assert (first.text, [e.value.words for e in first.entries]) == ("慰问职工90人。", ["郑某、各分会主席"])
    assert [u.value.name for u in second.units][-1] == "各二级党组织"


def test_a_leader_of_a_heading_or_a_group_leads_all_its_items() -> None:
    text = (
        HEAD
        + "（一）产业（牵头领导：李某 责任部门：农办）\n1.种稻900亩。\n2.养鱼30亩。\n（二）学习\n1.学习4次。\n2.考试1次。\n责任领导：王某\n责任单位：党办"
    )
    assert [[e.value.words for e in t.entries] for t in policy(text).tasks] == [
        ["李某"],
        ["李某"],
        ["王某"],
        ["王某"],
    ]


def test_strokes_between_cells_are_no_figures() -> None:
    found = policy(
        "云溪县任务分解表\n任务|责任单位|时限\n修缮校舍3所|县教育局|5月底\n修复堤防2段|县水利局|6月底\n合计|4项|"
    )
    assert not [f for f in found.findings if f.code == "letter-for-digit"]


ALONE = ["新增岗位900个", "40台电梯加装完成", "*改造学校3所", "新建公园2个", "维修村道6公里"]


@pytest.mark.parametrize("form", ["{}", "{:02d}", "NO.{}"])
def test_numbers_alone_on_their_lines_count_items(form: str) -> None:
    lines = [line for n, words in enumerate(ALONE * 2 + ALONE[:1], 1) for line in (form.format(n), words)]
    text = "\n".join(["2025年云溪市实事项目安排", "作者：admin 发布时间：2025-03-17", *lines])
    (only,) = pipeline.read(
        Scan("网页.txt", "txt", "0" * 64, tuple(map(Line, text.split("\n"))), None)
    ).documents
    assert [t.number for t in only.tasks] == [form.format(n) for n in range(1, 12)]
    assert [t.title.lstrip("*") for t in only.tasks[:5]] == [words.lstrip("*") for words in ALONE]


def test_chinese_numbers_alone_on_their_lines_count_items() -> None:
    lines = [line for n, words in zip("一二三四五", ALONE, strict=True) for line in (n, f"　　{words}。")]
    text = "\n".join(["2025年云溪市总工会服务承诺", "发布时间：2025-03-17", *lines])
    (only,) = pipeline.read(
        Scan("网页.txt", "txt", "0" * 64, tuple(map(Line, text.split("\n"))), None)
    ).documents
    assert [(t.number, t.title) for t in only.tasks] == [*zip("一二三四五", ALONE, strict=True)]


@pytest.mark.parametrize("numbers", ["1 3 4 5", "2 3 4 5", "1 1 2 3"])
def test_numbers_alone_that_count_nothing_are_no_items(numbers: str) -> None:
    lines = [line for n, words in zip(numbers.split(), ALONE, strict=False) for line in (n, words)]
    text = ["2025年云溪市实事项目安排", "发布时间：2025-03-17", *lines]
    (only,) = pipeline.read(Scan("网页.txt", "txt", "0" * 64, tuple(map(Line, text)), None)).documents
    assert not only.tasks


def test_the_title_said_again_among_the_items_is_none_of_their_text() -> None:
    title = "2025年云溪市实事项目安排"
    text = [title, "发布时间：2025-03-17 浏览：318次", "1.改造学校3所。", title, "2.新建公园2个。", title]
    (only,) = pipeline.read(Scan("网页.txt", "txt", "0" * 64, tuple(map(Line, text)), None)).documents
    assert [(t.title, t.text) for t in only.tasks] == [
        ("改造学校3所", "改造学校3所。"),
        ("新建公园2个", "新建公园2个。"),
    ]
    assert not only.goals


@pytest.mark.parametrize(
    ("head", "title", "issuer"),
    [
        (
            "关于做好林区防火工作的通知\n云防办〔2025〕3号\n云溪市人民政府办公室\n各乡镇人民政府：",
            "关于做好林区防火工作的通知",
            "云溪市人民政府办公室",
        ),
        ("附件3：关于做好林区防火工作的通知\n各学院：", "关于做好林区防火工作的通知", None),
        ("- 关于做好林区防火工作的通知\n各学院：", "关于做好林区防火工作的通知", None),
        (
            "第一篇：XX乡人民政府\nXX乡人民政府\n关于做好林区防火工作的通知\n各村：",
            "XX乡人民政府关于做好林区防火工作的通知",
            "XX乡人民政府",
        ),
        ("专题专栏 INDEX\n关于做好林区防火工作的通知\n各学院：", "关于做好林区防火工作的通知", None),
        (
            "青禾中心校\n关于做好林区防火工作的通知\n各小学：",
            "青禾中心校关于做好林区防火工作的通知",
            "青禾中心校",
        ),
        ("关于做好林区防火工作的通知\n各乡镇人民政府\n各有关单位：", "关于做好林区防火工作的通知", None),
    ],
)
def test_what_stands_above_and_below_the_title_of_a_notice(head: str, title: str, issuer: str | None) -> None:
    told = policy(f"{head}\n现将有关事项通知如下：\n一、加密巡查。各单位要落实责任。")
    head_said = (told.title and told.title.value, told.issuer and told.issuer.value)
    assert (*head_said, len(told.tasks)) == (title, issuer, 1)


@pytest.mark.parametrize(
    "closing", ["以上通知希遵照执行。", "防火办公室值班电话：0123-4567890", "以上意见，请认真贯彻落实。"]
)
def test_whom_to_ring_and_what_is_wished_is_no_part_of_the_last_item(closing: str) -> None:
    (only,) = policy(f"{HEAD}1.加密巡查。各单位要落实责任。\n{closing}").tasks
    assert only.text == "各单位要落实责任。"


def test_what_a_campaign_is_for_orders_nothing() -> None:
    text = (
        HEAD.replace("重点任务", "活动目的")
        + "（一）提高认识。\n二、参加人员\n各支部。\n三、活动内容\n（一）举办讲座。"
    )
    assert [t.title for t in policy(text).tasks] == ["举办讲座"]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("（二）基本农田面积（30分）\n达到指标的，得25分；达不到的，不得分。", "30"),
        ("（二）台账规范。（5分）缺一项扣1分。", "5"),
        (
            "（三）补充耕地，质量不低于已占用的。（20分）\n1.补充面积达到占用面积，记10分，达不到的，该项不得分。",
            "None",
        ),
        ("一、重要指标（32分）\n1.生育率水平。以全市平均值为基数，按比例分段计分。", "None"),
    ],
)
def test_an_item_is_scored_by_what_it_or_its_heading_is_worth(text: str, points: str) -> None:
    (found,) = policy(f"云泽县责任目标\n{text}").tasks
    assert (found.kind, str(found.points)) == ("assessment", points)


def test_who_mends_behind_the_problems_of_a_place_mends_all_of_them() -> None:
    text = "云泽县问题清单\n1.县科技馆\n（1）车辆乱停放；\n（2）灭火器过期。\n问题整改责任单位：县科协 问题整改时限：9月底前"
    found = policy(text).tasks
    assert [(t.text, [u.value.name for u in t.units]) for t in found] == [
        ("车辆乱停放；", ["县科协"]),
        ("灭火器过期。", ["县科协"]),
    ]


def test_a_campaign_says_when_and_what_below_headings_with_a_colon() -> None:
    text = (
        "云溪钢铁厂安全生产月活动方案\n一、活动目标：\n实现事故为零。\n二、活动时间和主题：\n活动时间：2025年6月1日至30日。\n"
        "活动主题：关爱生命。\n三、活动内容：\n（一）张贴横幅，营造氛围。\n（二）开展一次演练。\n四、开展时间 2025年6月1日—6月30日\n五、重点任务\n"
        "主题一：青春同行\n各支部应开展讲座。\n主题二：珍视生命\n各支部应开展演练。\n全文共3000字，仅供站内会员学习参考\n未登录用户"
    )
    assert items(text) == [
        ("（一）", "张贴横幅", "张贴横幅，营造氛围。"),
        ("（二）", "开展一次演练", "开展一次演练。"),
        ("主题一：", "青春同行", "各支部应开展讲座。"),
        ("主题二：", "珍视生命", "各支部应开展演练。"),
    ]


def test_a_heading_of_what_is_handed_in_lists_matter_still() -> None:
    assert [t[1] for t in items(HEAD + "（一）报送要求：\n1.台账一份；\n2.照片两张。\n（二）抓好整改。")] == [
        "报送要求",
        "抓好整改",
    ]


def test_what_a_pledge_aims_at_is_what_it_binds_others_to() -> None:
    text = "云泽县住建局安全生产目标责任书\n一、责任目标\n（一）事故目标\n不发生一次死亡3人以上的事故。\n（二）工作目标\n1.每月检查1次。\n2.培训率达到100%。\n云泽县住建局\n2026年3月1日"
    found = policy(text)
    assert [(t.number, t.path[-1], len(t.targets)) for t in found.tasks] == [
        ("（一）", "一、责任目标", 0),
        ("1.", "（二）工作目标", 1),
        ("2.", "（二）工作目标", 1),
    ]
    assert found.goals == () and not any(t.units for t in found.tasks)


@pytest.mark.parametrize(
    "title", ["云泽县2026年目标责任书考核办法", "云泽县教育局关于做好2026年目标责任书签订工作的通知"]
)
def test_a_paper_about_pledges_is_none(title: str) -> None:
    found = policy(f"{title}\n一、工作目标\n规上企业达到30家。\n二、工作要求\n（一）建立台账。")
    assert [t.title for t in found.tasks] == ["建立台账"] and len(found.goals) == 1


@pytest.mark.parametrize(
    "words",
    [
        "不发生一次死亡3人以上、一次重伤10人以上、一次经济（财产）损失300万元以上的事故。",
        "按期完成孕检，每少查1人，扣村工作经费。",
    ],
)
def test_how_grave_an_accident_is_and_for_how_many_money_is_taken_off_promise_nothing(words: str) -> None:
    (found,) = policy(f"{HEAD}1.{words}").tasks
    assert found.targets == ()


def test_one_section_behind_a_colon_and_its_items_in_one_paragraph() -> None:
    text = "云泽县消防责任书\n县政府下达以下责任:一、乡镇目标(一)落实责任。健全体系。(二)控制火灾。加强巡查。(三)编制规划。抓好实施。"
    assert [(t.number, t.title, t.text) for t in policy(text).tasks] == [
        ("（一）", "落实责任", "健全体系。"),
        ("（二）", "控制火灾", "加强巡查。"),
        ("（三）", "编制规划", "抓好实施。"),
    ]


def test_points_in_six_corner_brackets_and_words_that_say_how_an_item_is_scored() -> None:
    (found,) = policy(
        "云泽县考核细则\n一、财务状况〔5分〕\n考核内容及评分方法：固定资产购置须报批〔0.5分〕。"
    ).tasks
    assert (found.kind, str(found.points)) == ("assessment", "5")


@pytest.mark.parametrize("foot", ["云办发〔2025〕26号 关于秋季学期开学的通知", "关于秋季学期开学的通知"])
def test_a_title_printed_again_at_the_foot_of_its_page_issues_nothing(foot: str) -> None:
    text = f"关于秋季学期开学的通知\n各学院：\n现将有关工作通知如下：\n一、相关要求\n1.教务处据此调整计划。\n2.保卫处要加强巡查。\n{foot}"
    assert [t.title for t in policy(text).tasks] == ["教务处据此调整计划", "保卫处要加强巡查"]


def test_who_signs_on_one_line_with_a_day_in_chinese_signs() -> None:
    told = policy(
        "关于做好值班工作的通知\n各处室：\n一、各处室要落实值班。\n以上工作望各处室认真落实。\n学院办公室 二〇二五年九月六日"
    )
    assert (told.issuer and told.issuer.value, str(told.issued_on and told.issued_on.value)) == (
        "学院办公室",
        "2025-09-06",
    )
    assert [t.text for t in told.tasks] == ["各处室要落实值班。"]


def test_a_title_may_end_with_its_month_and_its_last_sign_may_stand_on_the_second_line() -> None:
    monthly = policy("石桥镇重点工作台账（2024年10月）\n一、修路。年底前修路6公里。\n二、建校。建校1所。")
    assert monthly.year == 2024
    broken = policy(
        "云溪市人民政府关于做好2025年全面推进乡村振兴重点工作的实施意\n见\n为做好工作，提出如下意见。\n一、稳产。压实责任。\n二、育人。开展培训。"
    )
    assert broken.title and broken.title.value.endswith("的实施意见")


def test_who_leads_what_names_no_unit() -> None:
    text = "云溪市2025年工作要点\n（未注明单位的，由市营商环境局负责）\n1.推行集成办。（市数据局、市公安局）\n2.编制清单。"
    assert [[u.value.name for u in task.units] for task in policy(text).tasks] == [
        ["市数据局", "市公安局"],
        ["市营商环境局"],
    ]


@pytest.mark.parametrize(
    ("heading", "scored"),
    [("工作成效（60分）", 2), ("主要成效（60分）。", 2), ("工作目标（60分）", 2), ("主要成效", 1)],
)
def test_a_section_that_is_worth_points_orders_whatever_it_is_called(heading: str, scored: int) -> None:
    text = (
        "云泽县2025年考核评分细则\n一、组织领导（40分）\n1.专题研究（40分）。每季度研究1次得40分。\n"
        f"二、{heading}\n2.清运保洁（60分）。保洁到位得60分，发现积存扣5分。"
    )
    assert [t.points for t in policy(text).tasks] == [40, 60][:scored]


REPORTS = [
    "进展情况：已栽植4100株，占总量的60%。",
    "存在问题：资金缺口约120万元。",
    "下步打算：11月中旬前完成移栽。",
]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(
            [
                "一、行道树补植",
                "任务内容：补植行道树6800株。",
                "责任单位：区园林局",
                "完成时限：2025年底前",
                *REPORTS,
            ]
        ),
        "\n".join(
            [
                "一、行道树补植",
                *REPORTS,
                "任务内容：补植行道树6800株。",
                "责任单位：区园林局",
                "完成时限：2025年底前",
            ]
        ),
        f"一、行道树补植。补植行道树6800株。（责任单位：区园林局；完成时限：2025年底前）{''.join(REPORTS)}",
        "一、补植行道树6800株。责任单位：区园林局。完成时限：2025年底前。" + "".join(REPORTS),
    ],
    ids=["lines", "before", "clauses", "one-sentence"],
)
def test_what_a_ledger_in_running_text_reports_is_no_order(text: str) -> None:
    (found,) = policy(f"南屏区2025年重点事项台账\n{text}").tasks
    assert {e.value.field: e.value.words.rstrip("。") for e in found.entries} == {
        "note": "已栽植4100株，占总量的60%",
        "problem": "资金缺口约120万元",
        "next_step": "11月中旬前完成移栽",
    }
    assert [t.value.value for t in found.targets] == [6800]
    assert [d.surface for d in found.deadlines] == ["2025年底前"]
    assert [u.value.name for u in found.units] == ["区园林局"]
    assert "缺口" not in found.text and "60%" not in found.text and "6800株" in found.text
    assert not policy(f"南屏区2025年重点事项台账\n{text}").findings


def test_what_is_reported_beside_labels_alone_is_no_order_where_the_item_is_titled() -> None:
    text = "1.补植行道树。牵头领导：张某某 责任单位：区园林局。实际完成情况：已于2025年3月1日补植40%。\n2.新建公园。责任单位：区园林局。"
    first, _ = policy(f"南屏区2025年民生实事进展\n{text}").tasks
    assert [e.value.field for e in first.entries] == ["leader", "note"]
    assert not first.targets and all(d.value.due == date(2025, 12, 31) for d in first.deadlines)


def test_an_item_that_only_reports_keeps_its_words() -> None:
    (found,) = policy("南屏区2025年重点事项台账\n一、下步打算：补植行道树6800株。").tasks
    assert [t.value.value for t in found.targets] == [6800]


def test_a_problem_that_an_item_begins_with_names_it() -> None:
    (found,) = policy("南屏区2025年整改方案\n1.反馈问题：老旧小区雨污合流。整改措施：新建管网6公里。").tasks
    assert (found.title, [t.value.value for t in found.targets]) == ("反馈问题：老旧小区雨污合流", [6])
    assert not found.entries


def test_a_time_that_each_item_prints_on_a_line_of_its_own_is_no_title_said_again() -> None:
    text = "云泽县重点工作任务分工\n" + "".join(
        f"{n}、修缮校舍{n}所\n牵头单位：县教育局\n2024年12月底前完成\n" for n in "一二三"
    )
    assert [[d.value.due for d in task.deadlines] for task in policy(text).tasks] == [
        [date(2024, 12, 31)]
    ] * 3


@pytest.mark.parametrize("above", ["", "|\n", "云泽法规库\n"])
def test_a_notice_run_on_in_one_line_keeps_its_head_and_its_signature(above: str) -> None:
    found = policy(
        f"{above}云泽市人民政府办公室关于做好冬季防火工作的通知 (云政办发〔2011〕10号) 各区人民政府，市政府各部门： 现将有关事项通知如下： "
        "一、各单位要压实责任，逐级细化防火措施，确保责任到人。 二、各部门要加强值守，及时处置火情，按时报送信息。 三、各责任单位要开展宣传，入户发放明白纸。"
        " 云泽市人民政府办公室 二〇一一年三月五日"
    )
    assert found.title and found.title.value == "云泽市人民政府办公室关于做好冬季防火工作的通知"
    assert found.doc_number and found.doc_number.value == "云政办发〔2011〕10号"
    assert found.issued_on and found.issued_on.value == date(2011, 3, 5)
    assert [(t.number, t.text[-5:]) for t in found.tasks] == [
        ("一、", "责任到人。"),
        ("二、", "报送信息。"),
        ("三、", "放明白纸。"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["第一季度：完成可研编制。", "第二季度（5分）：铺装园路2公里。", "第三季度：安装路灯。"],
        ["一月份：", "完成可研编制。", "二月份：", "铺装园路2公里。", "三月份：", "安装路灯。"],
    ],
)
def test_the_periods_of_a_plan_that_numbers_nothing_are_its_items(lines: list[str]) -> None:
    found = policy("\n".join(["东坪区水利局2025年工作计划", *lines]))
    assert len(found.tasks) == 3 and not found.goals
    assert all(len(t.deadlines) == 1 and t.deadlines[0].value.basis == "explicit" for t in found.tasks)


@pytest.mark.parametrize(
    "words",
    [
        "第一季度（5分）：完成立项。第二季度（5分）：完成招标。",
        "推进试点（一季度：完成立项。二季度：完成招标）。",
        "推进试点（一季度完成立项，二季度完成招标）。",
    ],
)
def test_sentences_that_a_time_labels_are_stages(words: str) -> None:
    first, _ = policy(f"东坪区2025年工作要点\n一、修建水渠\n{words}\n二、加强管护\n逐段落实。").tasks
    assert [(m.value.text, m.value.due) for m in first.milestones] == [
        ("完成立项", date(2025, 3, 31)),
        ("完成招标", date(2025, 6, 30)),
    ]


def test_the_items_above_an_annex_are_tasks_though_their_own_title_is_lost() -> None:
    text = "（三）突出重点。全力建设水窖。\n（四）按时验收。逐处登记。\n附件：\n水窖建设任务清单\n1.东坪乡建设水窖20个。"
    assert [t.number for t in policy(text).tasks] == ["（三）", "（四）", "1."]


def test_units_before_a_colon_lead_beside_the_bracket_of_those_who_help() -> None:
    (found,) = policy(f"{HEAD}1.市工会：举办运动会（市体育局协办）。").tasks
    assert [(u.value.name, u.value.role) for u in found.units] == [
        ("市工会", "lead"),
        ("市体育局", "support"),
    ]


def test_the_day_of_an_item_goes_before_the_month_that_heads_it() -> None:
    found = policy(f"{HEAD}7月份\n1.举办讲座（7月10日前）。\n2.举办画展。\n8月份\n3.开展检查。").tasks
    assert [[d.value.due for d in t.deadlines] for t in found] == [
        [date(2025, 7, 10)],
        [date(2025, 7, 31)],
        [date(2025, 8, 31)],
    ]


def test_an_answer_to_deputies_orders_what_comes_next() -> None:
    text = (
        "云泽市教育局关于第0118号提案的答复\n（B类）\n民进云泽市委会：\n提案收悉。现答复如下：\n一、已开展的工作\n（一）摸底。已建成12所。\n"
        "二、存在的困难\n场地不足。\n三、下一步打算\n（一）制定标准。印发指引。\n（二）加强宣传。\n感谢贵党派对教育工作的关心和支持！\n云泽市教育局\n2025年6月18日"
    )
    found = policy(text)
    assert (found.title and found.title.value, found.genre) == ("云泽市教育局关于第0118号提案的答复", "答复")
    assert [(t.title, t.text) for t in found.tasks] == [
        ("制定标准", "印发指引。"),
        ("加强宣传", "加强宣传。"),
    ]


@pytest.mark.parametrize(
    "problem",
    [
        "问题1：废渣露天堆放，日均约30吨。",
        "1.存在问题：废渣露天堆放，日均约30吨。",
        "一、反馈问题1：废渣露天堆放，日均约30吨。",
    ],
)
def test_what_a_problem_counts_is_no_promise(problem: str) -> None:
    text = f"云泽县整改方案\n{problem}\n整改目标：复绿45亩。\n整改措施：分段清运。\n牵头单位：县林业局\n整改时限：2025年9月底前"
    found = policy(text)
    assert [(t.value.value, t.value.unit) for task in found.tasks for t in task.targets] == [(45, "亩")]
    assert not [a for a in found.accounts if a.state == "unaccounted"]


def test_paragraphs_that_begin_with_who_is_charged_are_items_of_a_text_that_numbers_nothing() -> None:
    found = policy(
        "云泽区环境整治职责\n现将各单位的任务明确如下：\n区住建局负责总协调，指导管网建设。\n区委农办要结合实际，指导新社区建设。\n区财政局负责经费的落实。"
    )
    assert [[u.value.name for u in t.units] for t in found.tasks] == [
        ["区住建局"],
        ["区委农办"],
        ["区财政局"],
    ]


@pytest.mark.parametrize(
    "told",
    [
        "截至9月底，已提前完成年度任务的有3项，占目标任务的30%。",
        "若对公示情况有异议的，请在7日之内以书面形式反映。",
    ],
)
def test_how_far_things_are_and_to_whom_to_object_are_no_goals(told: str) -> None:
    assert not policy(f"云泽市2025年民生实事进度公示\n{told}").goals


def test_the_title_on_the_card_of_a_page_is_read_as_a_printed_one() -> None:
    card = policy(
        "标题： | 云泽市人民政府办公室关于印发2025年重点工作任务分解表的通知 | ||\n各县区：\n一、夯实责任。逐项细化。\n二、强化协作。按月调度。"
    )
    named = policy(
        "名称 | 云泽市“护绿、扩绿”三年行动 工作方案（2025—2027年） |\n一、增绿。造林3000亩。\n二、护绿。逐片巡护。"
    )
    assert card.title and card.title.value == "2025年重点工作任务分解表"
    assert card.issuer and card.issuer.value == "云泽市人民政府办公室"
    assert named.title and named.title.value == "云泽市“护绿、扩绿”三年行动工作方案（2025—2027年）"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("《云泽市人民政府关于印发〈云泽市2025年工作要点〉的通知》", "云泽市2025年工作要点"),
        (
            "关于2025年10月份进展情况的通报\n访问量：\n关于202510月份进展情况的通报",
            "关于2025年10月份进展情况的通报",
        ),
        (
            "民生工程\n云泽市2025年“十件民生实事”进度公示\n发布时间：2025-10-12 来源：云泽市政府",
            "云泽市2025年“十件民生实事”进度公示",
        ),
    ],
)
def test_a_title_as_it_is_meant(head: str, title: str) -> None:
    lines = "\n".join([head, "一、稳岗。走访企业。", "二、培训。开班授课。"])
    assert (found := policy(lines).title) and found.value == title


def test_a_province_that_its_organs_do_not_name_is_told_by_their_number() -> None:
    head = "省人民政府关于进一步稳定就业的若干意见\n{}政发〔2025〕26号\n各市、州、县人民政府：\n"
    body = "一、稳岗。（牵头单位：省发展改革委）\n二、培训。（牵头单位：省财政厅）"
    first = policy(head.format("鄂") + body).tasks[0]
    assert first.units[0].value.canonical == "湖北省发展和改革委员会"
    assert policy(head.format("宁") + body).region is None


def test_a_number_that_lost_the_sign_before_it_counts_on() -> None:
    body = "（一）任务。\n1.清理楼道，不留死角。\n二）标准。\n1.干净整洁，不留残迹。"
    assert [t.path[-1] for t in policy(HEAD + body).tasks] == ["（一）任务", "（二）标准"]


def test_sections_that_a_sentence_lists_in_one_line_are_tasks() -> None:
    text = "云泽市2025年女职工工作安排\n全年围绕中心。落实在两项行动上：一、实施引领行动。开展主题教育。二、实施提升行动。新建服务站2个。"
    assert [t.number for t in policy(text).tasks] == ["一、", "二、"]


@pytest.mark.parametrize("heading", ["青禾镇教育发展现状", "年工作回顾", "发展基础"])
def test_what_was_before_orders_nothing(heading: str) -> None:
    text = f"云泽市教育规划\n一、{heading}\n（一）师资。教师386人。\n（二）校舍。校舍9处。\n二、主要任务\n（一）轮训。逐人轮训。\nhttps://www.yunze.example/%E6%95%99.html"
    assert [t.text for t in policy(text).tasks] == ["逐人轮训。"]


def test_the_three_lists_of_a_community_order_what_the_last_of_them_holds() -> None:
    text = (
        "松柏社区联建“三张清单”\n2025年3月\n需求清单\n1.助餐需求，涉及42人。\n资源清单\n1.市第二中学：教师20名。\n"
        "项目清单\n1.暖心食堂：6月底前运行。（认领单位：松柏支行）\n2.点亮楼道：5月底前完成。（认领单位：松柏公司）"
    )
    found = policy(text)
    assert found.title and found.title.value == "松柏社区联建“三张清单”"
    assert [(t.path, t.title) for t in found.tasks] == [
        (("项目清单",), "暖心食堂"),
        (("项目清单",), "点亮楼道"),
    ]


def test_the_first_of_several_headings_without_a_number_may_stand_below_any_line() -> None:
    text = "县委2025年近期重点工作周安排\n县委办公室编印\n星期一（11月10日）\n1.召开动员会。（县林业局承办）\n星期二（11月11日）\n1.接待考核组。（县委农办牵头）"
    found = policy(text)
    assert (found.title and found.title.value, found.genre) == ("县委2025年近期重点工作周安排", "周安排")
    assert [(t.path, [d.value.due and d.value.due.day for d in t.deadlines]) for t in found.tasks] == [
        (("星期一（11月10日）",), [10]),
        (("星期二（11月11日）",), [11]),
    ]


def test_news_that_list_what_was_promised_in_one_paragraph() -> None:
    text = (
        "东坪区2025年为民实事清单\n今年将办好三件为民实事，具体包括：（一）新建托位90个（承诺单位：区卫健局）；（二）加装电梯60部（承诺单位：区住建局、各街道）；"
        "（三）改造小巷30条（承诺单位：区城管局）。\n区政府办公室有关负责人表示，将按月调度，确保实事办好。"
    )
    found = policy(text)
    assert found.goals == ()
    assert [(t.text, [u.value.name for u in t.units]) for t in found.tasks] == [
        ("新建托位90个；", ["区卫健局"]),
        ("加装电梯60部；", ["区住建局", "各街道"]),
        ("改造小巷30条。", ["区城管局"]),
    ]


def test_persons_who_lead_what_is_counted_behind_their_colon() -> None:
    text = (
        "云泽县包联责任分工\n李某某同志包联：1.河道项目（责任单位：县水利局）；2.泵站项目（责任单位：县住建局）。\n"
        "王某某同志包联：1.学校项目（责任单位：县教育局）；2.医院项目（责任单位：县卫健局）。"
    )
    found = policy(text).tasks
    assert [(t.path, t.title) for t in found] == [
        (("李某某同志包联",), "河道项目"),
        (("李某某同志包联",), "泵站项目"),
        (("王某某同志包联",), "学校项目"),
        (("王某某同志包联",), "医院项目"),
    ]


def test_units_that_lead_the_tasks_below_a_heading_together() -> None:
    (found,) = policy(f"{HEAD}（一）市住建局、市城管局共同牵头的任务（1项）\n1.新增泊位200个。").tasks
    assert [(u.value.name, u.value.role) for u in found.units] == [("市住建局", "lead"), ("市城管局", "lead")]


def test_bare_numbers_and_letters_count_each_by_themselves_and_head_no_title() -> None:
    text = (
        "云泽区修缮三年行动方案\n1 总体目标\n到2026年，修缮小区90个。\n2 重点任务\n2.1 小区修缮\n2.1.1 摸底。建立项目库。〔区住建局负责〕\n2.1.2 施工。\n"
        "a）2024年修缮小区40个；\nb）2025年修缮小区50个。\n〔区城管局负责〕\n3 保障措施\n3.1 保障资金。安排专项资金。〔区财政局负责〕\n3.2 督导。每月通报。〔区督查室负责〕"
    )
    found = policy(text)
    assert found.title and found.title.value == "云泽区修缮三年行动方案"
    assert [(t.number, [u.value.name for u in t.units]) for t in found.tasks] == [
        ("2.1.1", ["区住建局"]),
        ("a）", ["区城管局"]),
        ("b）", ["区城管局"]),
        ("3.1", ["区财政局"]),
        ("3.2", ["区督查室"]),
    ]


def test_a_heading_that_is_a_unit_may_bear_a_note_and_its_items_whom_it_helps() -> None:
    text = "云泽市指标分工方案\n一、市住建局（牵头指标：施工许可）\n1.压缩时限。\n2.配合市水务局做好接水改革。\n二、市中级法院（分管领导：李某）\n1.缩短审理时间。"
    assert [[(u.value.name, u.value.role) for u in t.units] for t in policy(text).tasks] == [
        [("市住建局", "lead")],
        [("市住建局", "support"), ("市水务局", "lead")],
        [("市中级法院", "lead")],
    ]


def test_a_dash_before_who_does_the_item_begins_none_beside_dashes_that_do() -> None:
    text = f"{HEAD}（一）产业帮扶\n——种植油茶。（市林业局）\n——养殖肉牛。（市农业局）\n（二）饮水\n维修水厂9处。\n——市水利局牵头，市卫健局配合，8月底前完成"
    found = policy(text).tasks
    assert [t.text for t in found] == ["种植油茶。", "养殖肉牛。", "维修水厂9处。"]
    assert [u.value.name for u in found[-1].units] == ["市水利局", "市卫健局"]
    assert [d.value.due for d in found[-1].deadlines] == [date(2025, 8, 31)]


@pytest.mark.parametrize(
    "when", ["2025年5月至12月。", "2025年5月1日—10月31日", "自2025年5月起至12月底结束，为期8个月。"]
)
def test_a_part_that_only_says_when_is_no_task(when: str) -> None:
    text = f"{HEAD}1.排查隐患。\n二、时间安排\n{when}\n三、整改时间：{when}"
    assert [t.title for t in policy(text).tasks] == ["排查隐患"]
    ordered = policy(text.replace(when, "5月底前完成排查。", 1)).tasks
    assert [t.title for t in ordered] == ["排查隐患", "时间安排"]


def test_whom_a_pledge_binds_leads_what_names_nobody() -> None:
    text = "2025年消防目标责任书\n甲方：云泽县人民政府\n乙方：云泽县商务局\n一、乙方职责\n1.培训员工90人。\n二、甲方职责\n1.提供经费保障。\n2025年1月5日"
    assert [[u.value.name for u in t.units] for t in policy(text).tasks] == [["云泽县商务局"], []]


def test_a_body_that_brings_departments_together_leads_nothing_that_names_nobody() -> None:
    text = "云泽市安全生产委员会办公室关于做好汛期工作的通知\n一、加强巡查。逐库检查。\n云泽市安全生产委员会办公室\n2025年5月6日"
    assert [t.units for t in policy(text).tasks] == [()]


@pytest.mark.parametrize("number", ["1.", "", "（一）"])
def test_aims_that_name_units_in_brackets_without_a_word_are_tasks(number: str) -> None:
    text = f"云泽市2025年任务分解\n一、主要预期目标\n{number}粮食产量达到9万吨。（市农业局）\n{number.replace('1', '2').replace('一', '二')}收入增长6%。（市商务局、市统计局）\n二、重点任务\n3.新建学校3所。（市教育局）"
    found = policy(text)
    assert [t.title for t in found.tasks] == ["粮食产量达到9万吨", "收入增长6%", "新建学校3所"]
    assert found.goals == ()


def test_a_heading_that_states_the_aim_of_one_matter_heads_what_is_ordered_for_it() -> None:
    text = f"{HEAD}1.排查隐患。\n二、安全生产目标：事故起数下降10%。\n1.每月检查一次。\n2.签订责任书56份。"
    found = policy(text)
    assert [t.title for t in found.tasks] == ["排查隐患", "每月检查一次", "签订责任书56份"]
    assert [g.value.value for g in found.goals] == [10]
