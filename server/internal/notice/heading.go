package notice

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/intake"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// Heading is what a notice says of itself; what it does not say is zero.
type Heading struct {
	Title  string      // 关于做好2020年市政府为民办十件实事的通知
	Number string      // 文号: 淮政办发〔2020〕1号
	Date   ledger.Date // of its making, else of its publication
	Issuer string      // 淮安市人民政府办公室
	Year   int         // which the programme is of

	titleLine int
	rank      int // of what Date was read from, the least is the surest
}

var (
	titleEnd = regexp.MustCompile(`(?:通知|通告|公告|公布|意见|方案|清单|办法|决定|函)$`)
	issuer   = regexp.MustCompile(`\p{Han}{2,10}?(?:人民政府|管理委员会|管委会)(?:办公室|办公厅)?`)
	// A notice is signed with its issuer and date, in a line each or in one.
	signature = regexp.MustCompile(`(\p{Han}{2,10}(?:人民政府|管理委员会|管委会|办公室|办公厅))[ ?]{0,6}((?:19|20)\d\d年\d{1,2}月\d{1,2}日)`)
	dateOnly  = regexp.MustCompile(`^(?:19|20)\d\d年\d{1,2}月\d{1,2}日$`)
	unitOnly  = regexp.MustCompile(`^\p{Han}{2,10}(?:人民政府|管理委员会|管委会|办公室|办公厅|委员会)$`)
	// fieldOf are the fields of the table that web pages put before a notice.
	fieldOf = regexp.MustCompile(`^(发布机构|制发机关|发文机关|发布部门|发布单位|成文日期|发文日期|印发日期|发布时间|发布日期|名称|标题|文号):?$`)
)

// headOf reads the heading of a notice.
func headOf(lines []string) Heading {
	var h Heading
	h.rank = 9
	signed := ""
	for i, line := range lines {
		h.fields(i+1, strings.TrimSpace(line))
		plain := strings.TrimSpace(wording.Plain(line))
		h.Number = firstOf(h.Number, intake.NoticeNumber(line))
		if h.Title == "" {
			h.title(lines, i)
		}
		for _, m := range signature.FindAllStringSubmatch(plain, -1) {
			h.sign(originally(line, m[1]), m[2])
		}
		switch {
		case dateOnly.MatchString(plain) && signed != "":
			h.sign(signed, plain)
		case unitOnly.MatchString(plain):
			signed = strings.TrimSpace(line)
			continue
		}
		if plain != "" {
			signed = ""
		}
	}
	if h.Title == "" {
		h.firstTitle(lines)
	}
	for _, text := range []string{h.Title, h.Number} {
		if y, ok := wording.Year(text); ok && h.Year == 0 {
			h.Year = y
		}
	}
	if h.Year == 0 {
		h.Year = h.Date.Year
	}
	return h
}

// sign takes a signature, unless a surer one was found.
func (h *Heading) sign(name, date string) {
	if d, ok := wording.Date(date, 0); ok && h.rank > 1 {
		h.Date, h.rank = d, 1
		h.Issuer = name
	}
}

// fields takes what the fields of a table before the notice say: 文号 | … |.
func (h *Heading) fields(line int, text string) {
	cells := strings.FieldsFunc(text, func(r rune) bool { return r == '|' || r == '｜' })
	if len(cells) < 2 {
		if word, value, ok := strings.Cut(strings.ReplaceAll(text, "：", ":"), ":"); ok && utf8.RuneCountInString(word) <= 8 {
			cells = []string{word, value}
		}
	}
	for i := 0; i+1 < len(cells); i++ {
		m := fieldOf.FindStringSubmatch(wording.Squeeze(cells[i]))
		if m == nil {
			continue
		}
		value := strings.TrimSpace(cells[i+1])
		switch m[1] {
		case "名称", "标题":
			if h.Title == "" && titleEnd.MatchString(wording.Squeeze(value)) {
				h.Title, h.titleLine = value, line
			}
		case "成文日期":
			h.dated(value, 2)
		case "发文日期", "印发日期":
			h.dated(value, 3)
		case "发布时间", "发布日期":
			h.dated(value, 4)
		case "文号":
			h.Number = firstOf(h.Number, intake.NoticeNumber(value))
		default:
			if name := issuer.FindString(wording.Plain(value)); name != "" && h.Issuer == "" {
				h.Issuer = originally(value, name)
			}
		}
	}
}

func (h *Heading) dated(text string, rank int) {
	if d, ok := wording.Date(text[:cut(text, 12)], 0); ok && rank < h.rank {
		h.Date, h.rank = d, rank
	}
}

// title takes a line, or two that belong together, as the notice's title:
// 关于…的通知.
func (h *Heading) title(lines []string, i int) {
	text := strings.TrimSpace(lines[i])
	plain := wording.Squeeze(text)
	if utf8.RuneCountInString(plain) > 90 || !strings.Contains(plain, "关于") || strings.ContainsAny(plain, "。;|") || strings.HasPrefix(plain, "根据") {
		return
	}
	if i+1 < len(lines) && !titleEnd.MatchString(plain) && !strings.ContainsAny(plain, ",:") {
		if next := strings.TrimSpace(lines[i+1]); titleEnd.MatchString(wording.Squeeze(next)) && utf8.RuneCountInString(next) < 60 {
			text, plain = text+next, plain+wording.Squeeze(next)
		}
	}
	if titleEnd.MatchString(plain) {
		h.Title, h.titleLine = text, i+1
	}
}

// firstTitle takes the first line that could be a title, where none says 关于.
func (h *Heading) firstTitle(lines []string) {
	for i, line := range lines {
		text := strings.TrimSpace(line)
		plain := wording.Squeeze(text)
		if n := utf8.RuneCountInString(plain); n < 6 || n > 60 || strings.ContainsAny(plain, "。;:|>") {
			continue
		}
		if strings.Contains(plain, "实事") || titleEnd.MatchString(plain) {
			h.Title, h.titleLine = text, i+1
			return
		}
	}
}

// originally is the stretch of a text whose simplified form is given, in the
// text's own script.
func originally(text, plain string) string {
	simple := wording.Plain(text)
	at := strings.Index(simple, plain)
	if at < 0 {
		return plain
	}
	return string([]rune(text)[utf8.RuneCountInString(simple[:at]):][:utf8.RuneCountInString(plain)])
}
