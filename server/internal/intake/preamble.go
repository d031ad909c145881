package intake

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// preamble is what the lines above and below a table say.
type preamble struct {
	title    string
	all      string // every line, simplified
	year     int
	period   ledger.Period
	voted    bool   // 票决: the series chosen by vote
	money    string // 单位：万元, for the whole table
	reporter string
	gathered bool // 汇总: the reporter gathers others' reports
	filed    ledger.Date
	asOf     ledger.Date
}

// label is one label of a line with several: 填报单位（盖章）：.
var label = regexp.MustCompile(`(填报单位|填报部门|报送单位|上报单位|报送部门|填表单位|汇总单位|单位名称|填报日期|填报时间|上报时间|报送时间|报送日期|填表日期|日期|截止日期|截至日期|数据截至|统计截止|填报人|填表人|审核人|负责人|主要负责人|分管负责人|联系人|联系电话|电话|手机|制表人|复核人|签发人|计量单位|金额单位|单位|报送周期|填报周期|周期|年度|期别|时期)(?:[(（\[][^)）\]]*[)）\]])?[:：]`)

// labelOnly reports whether a cell is a label whose value stands in a cell of
// its own: 填报人：.
func labelOnly(text string) bool {
	text = strings.TrimSpace(text)
	if !strings.HasSuffix(text, ":") && !strings.HasSuffix(text, "：") {
		return false
	}
	s := wording.Plain(text)
	m := label.FindStringIndex(s)
	return m != nil && m[0] == 0 && m[1] == len(s)
}

var (
	annex      = regexp.MustCompile(`^附(?:件|表)?[0-9一二三四五六七八九十]*[:：]?$`)
	moneyUnits = regexp.MustCompile(`(?:单位|金额)[:：]?(?:人民币)?(万元|亿元|千元|元)`)
)

// gathered follows the name of an office that gathers others' reports.
var gathered = regexp.MustCompile(`\((?:汇总|匯總|代章|盖章|蓋章)\)$`)

// until is a line of its own that says the date the figures run to.
var until = regexp.MustCompile(`^[(（]?(?:数据)?(?:截至|截止)[^,，。;；\s]{2,16}`)

// inBrackets is a line that stands in brackets from end to end: a remark on how to
// fill the table in, and its title only where there is no other.
var inBrackets = regexp.MustCompile(`^\([^()]*\)$`)

// readPreamble reads rows of lines into p. The first line that is no label, no
// annex mark and no page mark is the title; one that follows at once is more of
// it.
func (p *preamble) readPreamble(v *view, from, to int) {
	done, remark := false, ""
	for row := from; row <= to; row++ {
		cells := v.filled(row)
		if len(cells) == 0 {
			continue
		}
		text := v.lineText(row)
		plain := wording.Plain(text)
		p.all += plain
		if m := moneyUnits.FindStringSubmatch(strings.Join(strings.Fields(plain), "")); m != nil {
			p.money = m[1]
		}
		if p.labels(text) {
			done = done || p.title != ""
			continue
		}
		if annex.MatchString(strings.Join(strings.Fields(plain), "")) || strings.HasPrefix(plain, "(单位") || continued(plain) {
			continue
		}
		if said := until.FindString(plain); said != "" && (said == plain || p.labels(strings.TrimSpace(plain[len(said):]))) {
			plain = said
			if d, ok := wording.Date(plain, p.year); ok {
				p.asOf = d
			}
			continue
		}
		switch {
		case p.title == "" && remark == "" && inBrackets.MatchString(plain):
			remark = joinTitle(text)
		case p.title == "":
			p.title = joinTitle(text)
		case !done && utf8.RuneCountInString(p.title+text) < 60 && !strings.HasPrefix(text, "(") && !strings.HasPrefix(text, "（"):
			p.title += joinTitle(text)
		default:
			done = true
		}
	}
	p.title = firstOf(p.title, remark)
	p.derive()
}

// derive takes year, period and series from the lines.
func (p *preamble) derive() {
	if y, ok := wording.Year(p.title); ok {
		p.year = y
	} else if y, ok := wording.Year(p.all); ok {
		p.year = y
	}
	p.voted = p.voted || strings.Contains(p.all, "票决")
}

// filedOn is when a table was filled in, which is after the period it tells.
var filedOn = regexp.MustCompile(`(?:填报|填表|上报|报送|制表)(?:日期|时间)(?:[(（][^)）]*[)）])?[:：]\s*\S*`)

// wholeYear is what a title says of a table for the whole year; 年度 beside it
// only names the programme, and 全年任务 what is to be done.
var wholeYear = regexp.MustCompile(`全年(?:工作)?(?:进展|完成情况|推进情况)`)

// periodOf is the period that the title, the sheet's name or the other lines
// say.
func (p *preamble) periodOf(sheet string) ledger.Period {
	for _, s := range []string{p.title, sheet, filedOn.ReplaceAllString(p.all, "")} {
		q, ok := wording.PeriodIn(s, p.year)
		if ok && q.Year != 0 && (q.Kind != ledger.Year || wholeYear.MatchString(wording.Squeeze(s))) {
			return q
		}
	}
	return ledger.Period{}
}

// labels reads a line of labels and values; false when it is none.
func (p *preamble) labels(text string) bool {
	plain := wording.Fold(text)
	key := wording.Simplify(plain)
	if utf8.RuneCountInString(plain) != utf8.RuneCountInString(key) || len(plain) != len(key) {
		plain = key // the two scripts differ in bytes: read the simplified one
	}
	places := label.FindAllStringSubmatchIndex(key, -1)
	if len(places) == 0 || places[0][0] > 12 {
		return false
	}
	for i, m := range places {
		end := len(plain)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		value := strings.Trim(plain[m[1]:end], " \n,，;；")
		if g := gathered.FindString(value); g != "" {
			p.gathered = p.gathered || strings.ContainsAny(g, "汇匯")
			value = strings.TrimSpace(strings.TrimSuffix(value, g))
		}
		if value == "" || strings.Trim(value, "_ ") == "" {
			continue
		}
		switch name := key[m[2]:m[3]]; {
		case strings.HasPrefix(name, "填报") && strings.HasSuffix(name, "位"), strings.HasSuffix(name, "部门"),
			name == "报送单位", name == "上报单位", name == "填表单位", name == "汇总单位", name == "单位名称":
			p.reporter = value
		case strings.HasPrefix(name, "截") || strings.HasSuffix(name, "截止") || name == "数据截至":
			if d, ok := wording.Date(value, p.year); ok {
				p.asOf = d
			}
		case strings.HasSuffix(name, "日期") || strings.HasSuffix(name, "时间"):
			if d, ok := wording.Date(value, p.year); ok {
				p.filed = d
			}
		case name == "单位" && p.money == "" && !moneyUnits.MatchString("单位:"+value) && utf8.RuneCountInString(value) > 3 && !measures(value):
			p.reporter = value
		}
	}
	return true
}

// measures reports whether a 单位 says what the figures count: 个、万元.
func measures(value string) bool {
	for _, m := range strings.FieldsFunc(wording.Simplify(value), func(r rune) bool { return strings.ContainsRune(",，、;；/ ", r) }) {
		if !wording.IsMeasure(m) {
			return false
		}
	}
	return true
}

// continued reports whether a line only says that the table goes on: 续表.
func continued(text string) bool {
	s := strings.Trim(strings.Join(strings.Fields(text), ""), "()[]（）")
	return s == "续表" || s == "续" || s == "接上表" || s == "续上表" || strings.HasPrefix(s, "续表") && utf8.RuneCountInString(s) <= 4
}

// goesOn are the words behind a title on a later page: （续）, （续表）, （二）.
var goesOn = regexp.MustCompile(`[(\[](?:续表?\d*|接上表|[一二三四五六七八九十\d]+)[)\]]$`)

// plainTitle is a title for comparison with the one that stands again on a later
// page.
func plainTitle(s string) string { return goesOn.ReplaceAllString(wording.Squeeze(s), "") }

// joinTitle takes out the white space that a title is spaced with.
func joinTitle(s string) string {
	if strings.ContainsAny(s, "abcdefghijklmnopqrstuvwxyz") {
		return strings.Join(strings.Fields(s), " ")
	}
	return strings.Join(strings.Fields(s), "")
}
