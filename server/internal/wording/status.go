package wording

import (
	"regexp"
	"strings"

	"tongbao/server/ledger"
)

// declarations are tried in order: what contains another word comes before it.
var declarations = []struct {
	form *regexp.Regexp
	as   ledger.Declaration
}{
	{regexp.MustCompile(`未下达|未分配任务|尚未下达`), ledger.DeclaredNotAssigned},
	{regexp.MustCompile(`未到(?:时间)?节点|未到时序|未到期|未到完成时限`), ledger.DeclaredNotDue},
	{regexp.MustCompile(`严重(?:滞后|落后|超期)|明显滞后`), ledger.DeclaredFarBehind},
	{regexp.MustCompile(`基本(?:达到?|符合|完成|按|正常|满足)?(?:序时|时序)|基本达(?:序时|标|到)|接近序时|略有滞后|略滞后|稍有滞后`), ledger.DeclaredNearSchedule},
	{regexp.MustCompile(`(?:未|没有|没|不)(?:能)?(?:达|按|到|完成|符合|正常|是)|滞后|落后|逾期|慢于|低于序时|超期|红灯|未开工|进展缓慢|推进缓慢`), ledger.DeclaredBehind},
	{regexp.MustCompile(`超(?:过|前)?(?:序时|时序)|快于序时|高于序时|超前`), ledger.DeclaredAhead},
	{regexp.MustCompile(`黄灯`), ledger.DeclaredNearSchedule},
	{regexp.MustCompile(`(?:已|全面|全部|提前|超额)(?:经)?完成|已办结|^完成$|^完成(?:年度|全年)|全部建成|已竣工|已完工|已销号`), ledger.DeclaredCompleted},
	{regexp.MustCompile(`达(?:到)?(?:序时|时序)|序时(?:推进|进度)|符合序时|按(?:序时|时序|计划|进度|节点|期)|正常|有序|稳步|顺利|扎实推进|绿灯|^达到|^达标|完成(?:季度|阶段|节点|序时)`), ledger.DeclaredOnSchedule},
}

// oneWord are the whole cells that say yes or no, and the lights.
var oneWord = map[string]ledger.Declaration{
	"是": ledger.DeclaredOnSchedule, "达到": ledger.DeclaredOnSchedule, "达": ledger.DeclaredOnSchedule,
	"√": ledger.DeclaredOnSchedule, "✓": ledger.DeclaredOnSchedule, "✔": ledger.DeclaredOnSchedule,
	"绿": ledger.DeclaredOnSchedule, "绿色": ledger.DeclaredOnSchedule,
	"否": ledger.DeclaredBehind, "×": ledger.DeclaredBehind, "✗": ledger.DeclaredBehind,
	"红": ledger.DeclaredBehind, "红色": ledger.DeclaredBehind,
	"黄": ledger.DeclaredNearSchedule, "黄色": ledger.DeclaredNearSchedule,
}

// Declaration is what a cell of 是否达序时, 目标完成情况 or 亮灯 says. Lights read
// green 达序时, yellow 基本达序时, red 滞后. It returns false for other words.
func Declaration(text string) (ledger.Declaration, bool) {
	s := strings.TrimRight(Squeeze(text), "。.;；!")
	if d, ok := oneWord[s]; ok {
		return d, true
	}
	for _, d := range declarations {
		if d.form.MatchString(s) {
			return d.as, true
		}
	}
	return ledger.DeclaredNone, false
}

// The words of each stage. Done words that only tell a condition still to be met
// (待验收, 未完工) are taken out first.
var (
	notYet        = regexp.MustCompile(`(?:未|尚未|没有|待|等待|准备|拟|将|计划|预计|争取|力争|即将)[^,，。;；、]{0,8}?(?:开工|动工|进场|施工|完工|竣工|建成|验收|发放|投入使用|投用|交付|完成|启用)(?:施工|投用|投入使用|交付|手续|工作|合格)?|(?:竣工)?验收(?:准备|筹备)`)
	acceptedWords = regexp.MustCompile(`(?:已|通过|完成|全部|均)[^,，。;；]{0,8}?验收|验收(?:合格|通过|完毕|完成|结束)|(?:已|全部|足额|及时)?发放(?:到位|完毕|完成)|已(?:全部)?发放`)
	doneWords     = regexp.MustCompile(`完工|竣工|建成|投入使用|投用|交付使用|已交付|投入运营|投入运行|已启用|全部完成|全面完成|已完成(?:全部|年度|建设|改造|任务)?$|建设完成|改造完成|主体验收`)
	mainStructure = regexp.MustCompile(`(?:主体|基础|基本|部分|地下|一期|首批|[0-9.]+个?)[^,，。;；]{0,6}(?:完工|竣工|建成|验收|封顶|建设完成)|(?:完工|竣工|建成)[0-9.]{1,4}%`)
	wholeDone     = regexp.MustCompile(`(?:全部|全面|均已?|都已?)(?:完工|竣工|建成|完成)`)

	otherWorks   = []string{"施工", "开工", "动工", "进场"}
	buildWords   = append([]string{"建设中", "改造中", "推进中", "主体", "封顶", "安装", "装修", "铺设", "实施中", "正在实施", "正在建设", "正在改造", "正在整治", "扫尾", "收尾"}, otherWorks...)
	prepareWords = []string{"选址", "招标", "招投标", "前期", "立项", "设计", "方案", "可研", "审批", "报批", "征地", "拆迁", "筹备", "规划", "勘察", "采购", "论证", "摸底", "调研", "环评"}
)

// contains reports whether one of the words stands in s.
func contains(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// Stage is how far the works are by their 形象进度: 前期, 在建, 完工 or 已验收. What
// is only awaited (待验收, 未开工, 准备验收) does not count.
func Stage(text string) ledger.Stage {
	s := Squeeze(text)
	waiting, said := "", s
	// Every form needs one of a few characters; to look for them first is far
	// cheaper, and most texts have none.
	if strings.ContainsAny(s, "未没待准拟将计预争力即验") {
		if waiting = notYet.FindString(s); waiting != "" {
			said = notYet.ReplaceAllString(s, "")
		}
	}
	done := false
	if strings.ContainsAny(said, "完竣建投交启验封") {
		said = mainStructure.ReplaceAllString(said, "主体")
		done = doneWords.MatchString(said)
	}
	switch {
	case strings.Contains(said, "在建"): // 在建，公路完工88公里
		return ledger.StageBuild
	case contains(said, []string{"验收", "发放"}) && acceptedWords.MatchString(said):
		return ledger.StageAccepted
	case done && contains(said, otherWorks) && !wholeDone.MatchString(said):
		return ledger.StageBuild // 步道完工，公园开工: a part is done
	case done, strings.Contains(waiting, "验收") && !strings.Contains(said, "施工"):
		return ledger.StageDone
	case contains(said, buildWords), strings.Contains(waiting, "完工"), strings.Contains(waiting, "竣工"):
		return ledger.StageBuild
	case contains(said, prepareWords), strings.Contains(waiting, "开工"), strings.Contains(waiting, "进场"), strings.Contains(waiting, "施工"):
		return ledger.StagePrepare
	}
	return ledger.StageUnknown
}

var (
	phaseReached = regexp.MustCompile(`(?:已|取得|达到|实现)[^,，。;；]{0,8}阶段性?(?:成效|成果|目标|任务)|阶段性?(?:成效|成果|目标|任务)[^,，。;；]{0,4}(?:已|达到|完成|明显|显著)`)
	phaseOpen    = regexp.MustCompile(`(?:未|尚未|没有|争取|力争|拟|将|预计|计划|底前?|确保)[^,，。;；]{0,8}阶段性?(?:成效|成果|目标|任务)`)
)

// PhaseReached reports whether the text declares the deadline's phase
// (已取得阶段性成效).
func PhaseReached(text string) bool {
	s := Squeeze(text)
	return strings.Contains(s, "阶段") && phaseReached.MatchString(s) && !phaseOpen.MatchString(s)
}

var noTask = regexp.MustCompile(`^[(（]?(?:[我本]?[市县区镇街]?|本地区?|本辖区)(?:无|没有|不涉及|未承担)(?:此项|该项|本项|相关|具体|年度)?(?:任务|该任务|此任务)?[)）]?。?$|[我本][市县区镇街](?:无|没有|不承担|未承担)(?:此项|该项|本项|相关)?任务`)

// NoTask reports whether the text says that the government has no share in the
// item: 我区无任务, 无任务.
func NoTask(text string) bool {
	if !strings.ContainsAny(text, "无無没沒不未") {
		return false
	}
	s := Squeeze(text)
	if s == "无" || s == "没有" || s == "" {
		return false
	}
	return noTask.MatchString(s)
}
