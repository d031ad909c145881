package wording

import "strings"

// measureWords are the measures a quantity may have, the longer before the
// shorter where one begins with the other.
var measureWords = func() map[rune][]string {
	words := []string{
		"平方公里", "平方千米", "立方米", "平方米", "平米", "公顷", "公里", "千米", "公斤", "千瓦时", "千瓦", "兆瓦", "千伏安",
		"个百分点", "百分点", "人次", "场次", "项次", "批次", "班次", "户次", "件次", "车次", "辆次", "台次", "标箱", "车位", "床位",
		"元", "次", "个", "家", "所", "处", "座", "条", "户", "套", "间", "栋", "幢", "片", "路", "口", "把", "台", "部",
		"张", "副", "辆", "名", "人", "项", "件", "场", "批", "期", "种", "类", "份", "只", "头", "棵", "株", "盏", "根", "块", "支", "册",
		"本", "对", "组", "队", "班", "门", "轮", "艘", "架", "眼", "床", "亩", "吨", "米", "位", "例", "宗", "起", "倍", "篇", "尊",
		"孔", "面", "杆", "樘", "顶", "袋", "箱", "盒", "瓶", "节", "堂", "课时", "学时",
	}
	m := map[rune][]string{}
	for _, w := range words {
		first := []rune(w)[0]
		m[first] = append(m[first], w)
	}
	return m
}()

// notMeasured are the words that begin like a measure and are none, by their
// first character: what follows the number is then part of a name.
var notMeasured = map[string][]string{
	"个":  {"个月", "个小时", "个工作日", "个学期", "个年度", "个学年", "个自然日", "个季度", "个星期"},
	"部":  {"部门", "部委", "部分"},
	"家":  {"家庭"},
	"人":  {"人制", "人间"},
	"路":  {"路公交", "路车", "路线"},
	"班":  {"班倒"},
	"台":  {"台阶"},
	"口":  {"口之家"},
	"位":  {"位数", "位一体"},
	"米":  {"米宽", "米高", "米长", "米范围", "米半径", "米以内"},
	"公里": {"公里以内", "公里范围"},
	"项":  {"项目"},
	"期":  {"期间", "期项目", "期工程"},
	"节":  {"节日"},
	"件":  {"件套"},
	"条":  {"条件"},
	"面":  {"面积"},
	"起":  {"起步"},
	"头":  {"头等"},
	"门":  {"门诊"},
	"本":  {"本级", "本科", "本地"},
	"次":  {"次性"},
	"类":  {"类型"},
	"块":  {"块钱"},
}

// IsMeasure reports whether a word is a measure and nothing more: 个, 人次, 万元,
// 微克/立方米.
func IsMeasure(word string) bool {
	if whole, per, ok := strings.Cut(word, "/"); ok {
		return IsMeasure(whole) && per != ""
	}
	r := []rune(strings.TrimPrefix(strings.TrimPrefix(word, "万"), "亿"))
	if string(r) == "%" || string(r) == "微克" || string(r) == "毫克" {
		return true
	}
	m, end := measureAt(r, 0)
	return m != "" && end == len(r)
}

// sameMeasure is the measure that stands for a class of measures which count the
// same things in milestones: 个, 家, 所, 处, 座 are one.
func sameMeasure(m string) string {
	switch m {
	case "个", "家", "所", "处", "座":
		return "个"
	case "名", "人", "位":
		return "人"
	case "场":
		return "场次"
	}
	return m
}

// bracketed are the measures that a bracket after them completes: 场(次).
var bracketed = map[string]string{"场次": "场次", "人次": "人次", "批次": "批次", "项次": "项次", "件次": "件次", "户次": "户次"}

// measureAt reads a measure at r[i], with the bracket that completes or widens it
// (场(次) is 场次, 套(间) is 套).
func measureAt(r []rune, i int) (measure string, next int) {
	if i >= len(r) {
		return "", i
	}
	for _, w := range measureWords[r[i]] {
		if !hasAt(r, i, w) {
			continue
		}
		for _, not := range notMeasured[w] {
			if hasAt(r, i, not) {
				return "", i
			}
		}
		next = i + len([]rune(w))
		if next+2 < len(r) && r[next] == '(' && r[next+2] == ')' {
			if whole, ok := bracketed[w+string(r[next+1])]; ok {
				w = whole
			}
			if len(measureWords[r[next+1]]) > 0 {
				next += 3
			}
		}
		switch w {
		case "平米":
			w = "平方米"
		case "千米":
			w = "公里"
		case "平方千米":
			w = "平方公里"
		case "个百分点":
			w = "百分点"
		}
		return w, next
	}
	return "", i
}
