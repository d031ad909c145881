package wording

import (
	"strings"
	"testing"
	"unicode"
)

// maxCell is how many characters the long cells have: enough for what grows faster
// than the text to be felt. A workbook's cell holds 32,767.
const maxCell = 3000

// long are texts of a long cell that repeat what costs a reader most.
func long() []string {
	var all []string
	for _, unit := range []string{
		"1", "一", "(", ")", "()", "“", "各", "、", ",", "\n", " ", "市", "1座", "新建1座、", "全部开工,",
		"各1个", "由1元提高到2元", "一季度完成1个;", "累计完成1个甲乙丙丁,", "1%", "开工率1%,", "其中1个,", "1个(其中1个)", "各市、县",
		"涟水县、", "责任单位:", "责任单位:市教育局)", "建成甲乙丙丁、", "不低于1,", "1,234",
	} {
		n := maxCell / len([]rune(unit))
		all = append(all, strings.Repeat(unit, n))
	}
	all = append(all, strings.Repeat("(", maxCell/2)+strings.Repeat(")", maxCell/2))
	return all
}

// TestLongCells reads full cells: the work stays in proportion to their length and
// the targets of one content are bounded.
func TestLongCells(t *testing.T) {
	for _, s := range long() {
		targets := Targets(s)
		if len(targets) > 2*maxTargets {
			t.Errorf("%.12s…: %d targets", s, len(targets))
		}
		Milestones("一季度"+s, 2020, targets[:min(len(targets), 10)])
		if lost := missing(s, strings.Join(Units(s), "")); lost != 0 {
			t.Errorf("%.12s…: lost %q", s, lost)
		}
		LabelledUnits(s)
		Title("名称", s, targets)
		Deadline(s, 2020)
		Stage(s)
	}
}

func FuzzTargets(f *testing.F) {
	f.Add("新改擴建中小學25所。(牽頭單位:市教育局)")
	f.Add("由原610元/月·人提高到645元/月·人，其中5所、1、3、5分钟；百分之六十")
	f.Add("\x00\xff□“《((1.8万座(次)各")
	f.Fuzz(func(t *testing.T, s string) {
		targets := Targets(s)
		for _, target := range targets {
			if target.ID == "" || target.Quantity != nil && target.Quantity.IsNegative() {
				t.Errorf("%q: %+v", s, target)
			}
		}
		Title("名称", s, targets)
		SplitNo(s)
	})
}

func FuzzMilestones(f *testing.F) {
	f.Add("一季度完成80场(次)、展演25场(次);二季度全面开工;二、三季度完成60%任务;11月份全部建成,12月底前验收", "送戏600场(次)，新建26座公厕")
	f.Add("四季度:", "")
	f.Fuzz(func(t *testing.T, text, content string) {
		targets := Targets(content)
		ms, with, _ := Milestones(text, 2020, targets)
		if len(with) != len(targets) {
			t.Errorf("%q: %d targets became %d", text, len(targets), len(with))
		}
		ids := map[string]bool{}
		for _, target := range with {
			ids[target.ID] = true
		}
		for _, m := range ms {
			if !m.Due.Valid() || m.Text == "" {
				t.Errorf("%q: milestone %+v", text, m)
			}
			for _, e := range m.Expect {
				if !ids[e.Target] || (e.Percent == nil) == (e.Quantity == nil) {
					t.Errorf("%q: expectation %+v", text, e)
				}
			}
		}
		Deadline(text, 2020)
		Declaration(text)
		Stage(text)
	})
}

func FuzzUnits(f *testing.F) {
	for _, s := range []string{
		"市住建局、水利局\n各市（县）、区", "(责任单位：市教育局)", "涟水县、盱眙县政府和甲园区管委会", "各各、，((", "市 局　县",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		names := Units(s)
		if lost := missing(s, strings.Join(names, "")); lost != 0 {
			t.Errorf("%q lost %q: %q", s, lost, names)
		}
		for _, n := range names {
			if strings.TrimSpace(n) == "" {
				t.Errorf("%q: an empty name among %q", s, names)
			}
		}
		LabelledUnits(s)
		CutDuties(s)
	})
}

// missing is the first character of in, separators apart, that out does not have
// in its place, or 0. Shared endings and beginnings may stand between.
func missing(in, out string) rune {
	rest := []rune(out)
next:
	for _, r := range in {
		f := foldRune(r)
		if f < 0 || unicode.IsSpace(f) || strings.ContainsRune("、,，;；/。|•.()[]和及与以等", f) {
			continue
		}
		for i, o := range rest {
			if o == r {
				rest = rest[i+1:]
				continue next
			}
		}
		return r
	}
	return 0
}
