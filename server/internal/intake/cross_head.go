package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/wording"
)

// indicator is one thing that a cross table counts: a group of columns under one
// heading (城镇新增就业（人） over 目标任务, 进度 and 完成比例).
type indicator struct {
	no      string
	name    string // in its own script, without number and measure
	measure string
	lower   bool          // the lower the better
	cols    map[field]int // what its columns hold; 0 columns are none
}

// lowerWords are in the headings of indicators that are better when lower.
var lowerWords = regexp.MustCompile(`下降|降低|压减|控制|不超过|不高于|以内|越低越好|逆指标|逆向|负向|[≤↓]|发生率|死亡|失业率|浓度|PM|事故|漏损率|能耗|投诉率|返贫`)

// crossLeaf is what a column of a cross table holds by its lowest head, "" where
// that head names an indicator.
func crossLeaf(word string) field {
	switch rest := firstOf(trimPeriod(word), word); rest {
	case "进度", "完成情况", "完成进度", "完成", "实际", "任务完成情况", "目前进度", "进展", "当前值", "现状值", "实际值", "实绩值":
		return fieldDone
	case "目标", "目标任务", "年度目标任务", "任务", "计划", "控制数", "控制目标", "控制指标", "上限":
		return fieldTarget
	case "比例", "比率":
		return fieldRate
	default:
		for _, f := range []field{
			fieldTarget, fieldDone, fieldIncrement, fieldRate, fieldStarted, fieldStartRate, fieldFinished, fieldFinishRate,
			fieldPlanned, fieldInvested, fieldInvestRate, fieldTotal,
		} {
			if slices.Contains(candidates[rest], f) {
				return f
			}
		}
	}
	return ""
}

// tillNow is in the head of figures that run from the year's beginning.
var tillNow = regexp.MustCompile(`累计|累計|截至|截止`)

// indicators groups a cross table's columns by what they count, left to right.
func (t *table) indicators() []*indicator {
	var list []*indicator
	byPath := make(map[string]*indicator)
	for i := range t.columns {
		c := &t.columns[i]
		if c.field == fieldArea || c.field == fieldNo || c.field == fieldAside || c.answered && c.field == "" {
			continue
		}
		heads := t.heads(c.col)
		if len(heads) == 0 {
			continue
		}
		leaf, _ := headWord(heads[len(heads)-1])
		f := crossLeaf(leaf)
		if c.trust == guessed || c.answered {
			f = c.field
		}
		named := heads
		if f == "" {
			f = fieldDone
		} else {
			named = heads[:len(heads)-1]
		}
		path := strings.Join(named, "\x00")
		in := byPath[path]
		if in != nil && in.cols[fieldDone] != 0 && f == fieldDone {
			switch sofar := t.heads(in.cols[f]); {
			case tillNow.MatchString(heads[len(heads)-1]):
				in.cols[f] = c.col // 累计完成 beside 9月份完成
				continue
			case tillNow.MatchString(sofar[len(sofar)-1]):
				continue
			}
		}
		if in == nil || in.cols[f] != 0 {
			in = newIndicator(named, heads[len(heads)-1])
			byPath[path] = in
			list = append(list, in)
		}
		in.cols[f] = c.col
		if _, bracket := headWord(heads[len(heads)-1]); in.measure == "" && (f == fieldTarget || f == fieldDone) {
			in.measure = measureOf(strings.TrimPrefix(bracket, "单位"))
		}
	}
	return list
}

// heads are a column's own head texts from top to bottom, each once. A table's
// only indicator may have none but its leaves.
func (t *table) heads(col int) []string {
	var heads []string
	for row := t.headFrom; row <= t.headTo; row++ {
		text := strings.Join(strings.Fields(t.text(row, col)), "")
		if text == "" && row < t.headTo { // a head over the columns to its right, unmerged
			for left := col - 1; left >= t.columns[0].col && text == "" && t.text(t.headTo, left) != "" && t.column(left).field != fieldArea; left-- {
				text = strings.Join(strings.Fields(t.text(row, left)), "")
			}
		}
		if text != "" && (len(heads) == 0 || heads[len(heads)-1] != text) {
			heads = append(heads, text)
		}
	}
	return heads
}

// wholeFigure is the whole government's figure in an indicator's bracket, which is
// no area's: （目标：30座）.
var wholeFigure = regexp.MustCompile(`^(?:年度|全年|总)?(?:目标|目标任务|任务|任务数|共|计|总数)?[:：]?\d[\d.,]*(万?\D+)$`)

// newIndicator reads an indicator's headings; leaf is the lowest head, whose
// words may say that lower is better.
func newIndicator(named []string, leaf string) *indicator {
	in := &indicator{cols: make(map[field]int)}
	for _, head := range named {
		no, sub, rest := wording.SplitNo(head)
		if no+sub != "" && rest != "" {
			in.no = firstOf(no, sub)
			head = rest
		}
		in.name = head
	}
	if n := strings.LastIndexAny(in.name, "(（"); n > 0 && strings.ContainsAny(in.name[n:], ")）") {
		bracket := strings.Trim(wording.Plain(in.name[n:]), "()")
		if m := wholeFigure.FindStringSubmatch(bracket); m != nil {
			bracket = m[1]
		}
		if m := measureOf(strings.TrimPrefix(strings.TrimPrefix(bracket, "单位:"), "单位")); m != "" && utf8.RuneCountInString(bracket) <= 9 {
			in.measure, in.name = m, in.name[:n]
		}
	}
	if in.measure == "" && strings.Contains(wording.Fold(in.name), "%") {
		in.measure = "%" // 失业率控制在4.2%以内
	}
	in.lower = lowerWords.MatchString(wording.Simplify(strings.Join(named, "") + leaf))
	return in
}

// additive reports whether the areas' figures of an indicator add up: shares,
// rates and averages do not.
func (in *indicator) additive() bool {
	s := wording.Simplify(in.name)
	return in.measure != "%" && !strings.Contains(in.measure, "/") && !hasAny(s, "率", "比例", "比重", "占比", "浓度", "人均", "平均", "指数", "排名")
}
