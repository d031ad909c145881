package intake

// The codes of what is found in a notice's text, and nowhere else.
const (
	CodeNoList        = "no-list"
	CodeNoticeDiffers = "notice-differs"
	CodeNotRepeated   = "not-repeated"
	CodeBrokenLine    = "broken-line"
	CodeMissingNumber = "missing-number"
	CodeNotLed        = "not-led"
	CodeLostBorders   = "lost-borders"
	CodeOddRow        = "odd-row"
	CodeRoleDiffers   = "role-differs"
	CodeOtherLabel    = "other-label"
	CodeStatedCount   = "stated-count"
	CodeUnsaid        = "unsaid-heading"
	CodeCounted       = "counted-by-program"

	CodeManyLists    = "many-lists"
	CodeTableIgnored = "table-ignored"

	CodeUnlistedMatters = "unlisted-matters"
)

// sayingNotices are the words of these codes.
var sayingNotices = map[string]words{
	CodeNoList:                     {"没有找到民生实事清单：没有带序号、并写明牵头单位或责任单位的条目", "请确认给出的是通知全文（连同附件）；图片和扫描件请先识别成文字"},
	CodeNoticeDiffers:              {"第{no}项与{other}（{at}）不一致：这里是“{value}”，{other}是“{expected}”", "请核对以哪一处为准，改成一致"},
	CodeNoticeDiffers + "/signs":   {"第{no}项与{other}（{at}）标点不一致：这里是“{value}”，{other}是“{expected}”", "请统一标点"},
	CodeNoticeDiffers + "/units":   {"第{no}项的单位与{other}（{at}）不一致：这里是“{value}”，{other}是“{expected}”", "同一单位请统一名称；不是同一单位的，请核对由谁负责"},
	CodeNoticeDiffers + "/heading": {"标题“{value}”与{other}（{at}）的“{expected}”不一致", "请统一标题"},
	CodeNotRepeated:                {"{other}中的第{value}项这里没有", "请核对是否漏列"},
	CodeBrokenLine:                 {"项目{no}的文字在句中断行，下一行以“{value}”开头，已接起来读", "请删去句中的换行"},
	CodeMissingNumber:              {"序号从{from}跳到{to}，缺第{value}项", "请核对是漏列还是编错了号"},
	CodeNotLed:                     {"项目{value}只写了责任单位，没有写明由谁牵头，所列单位都先算作牵头", "请写明牵头单位"},
	CodeLostBorders:                {"表格线已丢失，责任单位与协办单位之间看不出分界，按“责任单位到最后一个不是本级部门的单位为止”断开，不一定对{checked}", "请对照原表核对这些行，或给出保留表格的 .docx"},
	CodeOddRow:                     {"表格线已丢失，这一行的格数与表头对不上，分不清各格", "请对照原表核对这一行，或给出保留表格的 .docx"},
	CodeRoleDiffers:                {"项目{project}的“{value}”这里读作{as}，{other}（{at}）写的是{expected}", "请核对由谁负责、由谁协办"},
	CodeOtherLabel:                 {"项目{value}写的是“{word}”，其余各项写的是“{expected}”，已按同一含义读取", "请统一写法"},
	CodeStatedCount:                {"{where}写明{expected}{word}，清单列出{found}项，看不出哪几项合为一{word}", "请核对；确需按{word}统计的，请在清单中标明"},
	CodeStatedCount + "/short":     {"{where}写明{expected}{word}，清单只列出{found}项", "请核对是否漏项"},
	CodeStatedCount + "/unlisted":  {"写明{expected}个具体项目，清单只分到{found}项，看不出每项含哪几个具体项目", "需按具体项目统计的，请逐个列出"},
	CodeUnlistedMatters:            {"写明“{value}”，通知中没有逐件列出", "办理后请用民声事项清单逐件报送"},
	CodeTableIgnored:               {"文档中的{value}没有可以识别的表头，没有读取", "是项目清单的，请在表格上方补一行表头（序号、项目名称、主要内容、责任单位）"},
	CodeManyLists:                  {"通知中的清单超过{value}份，后面的没有读", "请分成几份检查"},
	CodeUnsaid:                     {"通知中没有找到{value}", "请核对文字是否完整；没有的可不理会"},
	CodeCounted:                    {"有{count}段用了自动编号，编号读不出来", "请在 Word/WPS 中另存为“纯文本（.txt）”后检查，编号就会写进文字"},
}
