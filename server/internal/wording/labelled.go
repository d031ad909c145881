package wording

import (
	"regexp"
	"strings"
)

// Labels are the duties of a cell that names its roles
// (牵头单位:…;共同责任单位:…).
type Labels struct {
	Leads, Locals, Partners, Leaders []string
	// Bare are the units under 责任单位 alone, whose roles depend on what they are:
	// governments beside bureaus carry out, bureaus lead.
	Bare []string
}

var dutyLabel = regexp.MustCompile(`(?:区政府|市政府|县政府|市|区|县)?(?:第一|主要|共同|项目|实施|具体|牵头|主办|协办|配合|协同|参与|支持|协助|分管|属地|责任|联系|包保|挂钩){1,3}(?:责任)?(?:协办|主办|牵头)?(?:单位|部门|领导|主体|科室|人)\s*:`)

// roleOf is the list that a label fills.
func (l *Labels) roleOf(label string) *[]string {
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(label, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("领导", "责任人"):
		return &l.Leaders
	case has("协办", "配合", "协同", "共同", "参与", "支持", "协助"):
		return &l.Partners
	case has("牵头", "主办", "第一责任", "主要责任"):
		return &l.Leads
	case has("属地", "实施"):
		return &l.Locals
	}
	return &l.Bare
}

// LabelledUnits reads cells like 牵头单位:市教育局;共同责任单位:市发改委,各县区 or
// 〔分管领导：…；责任单位：…〕. It returns false where no label stands. What stands
// before the first label is left out.
func LabelledUnits(text string) (Labels, bool) {
	t := readUnits(text)
	at := labelsIn(t)
	var l Labels
	for k, span := range at {
		end := len(t.src)
		if k+1 < len(at) {
			end = at[k+1][0]
		}
		list := l.roleOf(string(t.norm[span[0]:span[1]]))
		*list = append(*list, DutyUnits(trimDuty(string(t.src[span[1]:end])))...)
	}
	return l, len(at) > 0
}

// labelsIn are the places of the labels, in characters.
func labelsIn(t unitText) [][2]int {
	var at [][2]int
	s := string(t.norm)
	if !strings.ContainsRune(s, ':') {
		return nil
	}
	byteAt, runeAt := 0, 0
	for _, m := range dutyLabel.FindAllStringIndex(s, -1) {
		runeAt += len([]rune(s[byteAt:m[0]]))
		n := len([]rune(s[m[0]:m[1]]))
		at = append(at, [2]int{runeAt, runeAt + n})
		runeAt, byteAt = runeAt+n, m[1]
	}
	return at
}

// trimDuty drops what closes a list of units: the bracket around all duties, and
// the separator before the next label.
func trimDuty(s string) string {
	for range 8 {
		t := strings.TrimRight(s, " \t\n\r　;；,，。、(（〔[")
		r := []rune(t)
		if n := len(r); n > 0 && strings.ContainsRune(")]", foldRune(r[n-1])) && unopened(r) {
			t = string(r[:n-1])
		}
		if t == s {
			return s
		}
		s = t
	}
	return s
}

// unopened reports whether the last closing bracket has no opening one.
func unopened(r []rune) bool {
	depth := 0
	for i, c := range r {
		switch foldRune(c) {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
			if depth < 0 {
				return i == len(r)-1
			}
		}
	}
	return false
}

// CutDuties parts a content from the duties in brackets at its end
// (…25所。(牵头单位:…)). duties is "" where there are none.
func CutDuties(text string) (content, duties string) {
	t := readUnits(text)
	at := labelsIn(t)
	if len(at) == 0 {
		return strings.TrimSpace(text), ""
	}
	cut := at[0][0]
	for cut > 0 && strings.ContainsRune("([ \n", t.norm[cut-1]) {
		cut--
	}
	return strings.TrimSpace(string(t.src[:cut])), strings.TrimSpace(string(t.src[cut:]))
}
