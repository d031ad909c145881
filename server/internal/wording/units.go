package wording

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unitText is a cell of units beside its folded and simplified form, character
// for character.
type unitText struct {
	src, norm []rune
	close     map[int]int // opening bracket → its closing one
}

func readUnits(s string) unitText {
	var t unitText
	for _, r := range s {
		f := foldRune(r)
		if f < 0 {
			continue
		}
		t.src, t.norm = append(t.src, r), append(t.norm, simplifyRune(f))
	}
	t.close = brackets(t.norm)
	return t
}

// brackets pairs the round and square brackets of a text; what is never closed is
// left out.
func brackets(r []rune) map[int]int {
	pairs := map[int]int{}
	var open []int
	for i, c := range r {
		switch c {
		case '(', '[':
			open = append(open, i)
		case ')', ']':
			if n := len(open); n > 0 {
				pairs[open[n-1]] = i
				open = open[:n-1]
			}
		}
	}
	return pairs
}

// Groups whose names hold a separator: 各市（县）、区, 各镇、街道, 各级、各有关部门.
var splitGroup = regexp.MustCompile(`^各(?:市|县|区|镇|乡)(?:\([市县区乡镇]\))?(?:[、,]?(?:市|县|区|镇|乡|街道|园区|开发区)(?:\([市县区乡镇]\))?)+(?:人民政府|政府|管委会|办事处)?|^各级[、,]各(?:有关)?(?:部门|单位)(?:单位)?`)

var (
	unitEnding = endingsOf(`局 委 办 部 院 会 站 所 厅 署 社 馆 处 科 室 中心 支队 大队 政府 管委会 公司 集团 分局 银行 支行 企业 单位 部门 县 区 市 镇 乡 街道 园 校 大学 学院 医院 联 协 队 法院 检察院 海关 主体`)
	bareEnding = regexp.MustCompile(`^(?:人民政府|政府|管委会|管理委员会|办公室|委员会|办事处)$`)
	joinBefore = endingsOf(`政府 管委会 公司 集团 局 委 办 办公室 中心 支队`)
	sharedEnd  = endingsOf(`人民政府 政府 管委会 管理委员会 街道办事处`)
	plainArea  = endingsOf(`县 区 市 镇 乡 街道`)
	headless   = regexp.MustCompile(`^[^市区县省国各镇]{2,9}(?:局|发改委|卫健委|卫生健康委|国资委|工信委|交通委|农委|住建委|体育总局)$`)
)

// unitPiece is one name between separators, as a range of the text.
type unitPiece struct {
	from, to int
	before   rune // the separator before it
}

// Units splits a cell into the names of units, in their own script. Separators
// are 、，；/ and line breaks outside brackets, and 和 between two whole names. A
// shared ending is handed to each area before it (涟水县、盱眙县政府) and a shared
// beginning to each bureau after it (市住建局、水利局); a group whose name holds a
// separator stays whole (各市（县）、区), and so does a name with a division in
// brackets.
func Units(text string) []string {
	t := readUnits(text)
	from, to := t.inside(0, len(t.norm))
	pieces := t.split(from, to)
	names := make([]string, len(pieces))
	for i, p := range pieces {
		names[i] = t.name(p)
	}
	shareEndings(pieces, names)
	shareBeginnings(pieces, names)
	return names
}

// IsUnit reports whether a name ends as the names of bureaus, governments and
// companies do.
func IsUnit(name string) bool { return unitEnding.match(plainUnit(name)) }

// inside drops brackets that hold the whole text.
func (t unitText) inside(from, to int) (int, int) {
	for {
		for from < to && t.blank(from) {
			from++
		}
		for from < to && (t.blank(to-1) || t.norm[to-1] == '。' || t.norm[to-1] == '.') {
			to--
		}
		if from >= to || t.close[from] != to-1 || to-from < 3 {
			return from, to
		}
		from, to = from+1, to-1
	}
}

func (t unitText) blank(i int) bool { return unicode.IsSpace(t.norm[i]) }

// name is a piece's own characters without its line breaks.
func (t unitText) name(p unitPiece) string {
	s := strings.TrimSpace(string(t.src[p.from:p.to]))
	if strings.ContainsAny(s, "\n\r") {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), "")
	}
	s = strings.TrimSuffix(s, "等")
	return strings.TrimSpace(s)
}

func (t unitText) split(from, to int) []unitPiece {
	var pieces []unitPiece
	start, before := from, rune(0)
	end := func(at int) {
		p := unitPiece{start, at, before}
		if t.name(p) != "" {
			pieces = append(pieces, p)
		}
	}
	for i := from; i < to; i++ {
		if c, ok := t.close[i]; ok && c < to {
			i = c
			continue
		}
		if t.norm[i] == '各' && t.firstWord(start, to) == i {
			if n := t.groupAt(i, to); n > 0 {
				i += n - 1
				continue
			}
		}
		if t.separates(i, start, to) {
			end(i)
			start, before = i+1, t.norm[i]
			if before == '以' {
				start, i = i+2, i+1
			}
		}
	}
	end(to)
	return pieces
}

// firstWord is the place of the first character from i on that is no space.
func (t unitText) firstWord(i, to int) int {
	for i < to && t.blank(i) {
		i++
	}
	return i
}

// groupAt is the length of the group's name that begins at i and holds a
// separator, or 0: of 各镇、街道、市公安局 the first two.
func (t unitText) groupAt(i, to int) int {
	m := splitGroup.FindString(string(t.norm[i:min(i+24, to)]))
	for m != "" && !t.bounded(i+len([]rune(m)), to) {
		m = m[:max(strings.LastIndexAny(m, "、,"), 0)]
	}
	if !strings.ContainsAny(m, "、,") {
		return 0
	}
	return len([]rune(m))
}

// endsUnit reports whether a text ends as a unit's name does, its division in
// brackets included.
func endsUnit(s string) bool {
	return strings.HasSuffix(s, ")") || unitEnding.match(strings.TrimSuffix(s, "]"))
}

// bounded reports whether a name may end at i.
func (t unitText) bounded(i, to int) bool {
	return i >= to || strings.ContainsRune("、,，;；/。)] \n和及", t.norm[i])
}

// separates reports whether the character at i ends the name that began at start.
func (t unitText) separates(i, start, to int) bool {
	left := func() string { return strings.TrimSpace(string(t.norm[max(start, i-12):i])) }
	switch t.norm[i] {
	case '、', ',', '，', ';', '；', '/', '。', '|', '\u2022':
		return true
	case '\n':
		right := string(t.norm[i+1 : min(i+9, to)])
		if k := strings.IndexAny(right, "\n、,，;；/"); k >= 0 {
			right = right[:k]
		}
		right = strings.TrimSpace(right)
		return i-start >= 2 && (endsUnit(left()) || strings.HasPrefix(right, "各")) && !bareEnding.MatchString(right)
	case ' ', '\t':
		return i-start >= 3 && endsUnit(left()) && i+1 < to && t.norm[i+1] != '(' && t.norm[i+1] != ' '
	case '和', '及', '与':
		l := left()
		return i-start >= 3 && joinBefore.match(l) && i+2 < to && !strings.HasSuffix(l, "以")
	case '以':
		return i-start >= 3 && i+1 < to && t.norm[i+1] == '及' && joinBefore.match(left())
	}
	return false
}

// shareEndings hands 政府 or 管委会 to the bare areas right before it.
func shareEndings(pieces []unitPiece, names []string) {
	for i := len(names) - 1; i > 0; i-- {
		if pieces[i].before == '和' || pieces[i].before == '及' || pieces[i].before == '与' {
			continue
		}
		m := sharedEnd.of(Plain(names[i]))
		prev := Plain(names[i-1])
		if m == "" || !plainArea.match(prev) || IsGroup(prev) || !IsArea(prev) {
			continue
		}
		r := []rune(names[i])
		names[i-1] += string(r[len(r)-len([]rune(m)):])
	}
}

// shareBeginnings hands 市 to the bureaus after one that begins with it.
func shareBeginnings(pieces []unitPiece, names []string) {
	head, group := "", ""
	for i, name := range names {
		s := Plain(name)
		if m := groupWord.FindString(s); m != "" {
			group = string([]rune(name)[:len([]rune(m))])
		} else if group != "" && groupPart.MatchString(s) {
			names[i] = group + name // 各县区政府、园区管委会
		} else {
			group = ""
		}
		if r, n := utf8.DecodeRuneInString(s); strings.ContainsRune("市区县省", r) && len(s) > n && endsUnit(s) {
			head = string([]rune(name)[:1])
			continue
		}
		if head != "" && (pieces[i].before == '、' || pieces[i].before == ',') && headless.MatchString(s) && !strings.HasSuffix(s, "分局") {
			names[i] = head + name
			continue
		}
		head = ""
	}
}
