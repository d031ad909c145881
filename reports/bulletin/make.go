package bulletin

import (
	"regexp"
	"strconv"
	"strings"

	"tongbao/server/ledger"
)

// Options are what a bulletin needs besides the figures.
type Options struct {
	Number int // 期号; 0 while none is given, and then none is printed
	// DocumentNumber is what the document office gave as 发文字号: its number
	// alone or the whole of it; "" while it gave none.
	DocumentNumber string
	Edition        Edition
	Date           ledger.Date // 成文日期
	// Words are the office's own paragraphs by section key. They follow the
	// drafted ones; each line is a paragraph. A section that had nothing to say
	// is printed for their sake.
	Words map[string]string
	// Simplify turns traditional script into simplified; nil leaves text as it is.
	Simplify func(string) string
	// Titles is a project's short name; nil is its name or, for one part of a
	// number, the first clause of its content.
	Titles func(*ledger.Project) string
}

// The section keys, in the order of the sections.
const (
	KeyOverall      = "overall"      // 总体进展
	KeyTrend        = "trend"        // 与上期相比
	KeyAhead        = "ahead"        // 进展较快的项目
	KeyLate         = "late"         // 滞后项目
	KeyRisk         = "risk"         // 年底完成有风险的项目
	KeyCoordination = "coordination" // 需市领导协调解决的事项
	KeyReporting    = "reporting"    // 报送情况
	KeyRequirements = "requirements" // 存在问题和下一步要求
)

// section is one part of the bulletin's body, as it is drafted.
type section struct {
	key     string
	heading string
	public  bool // whether the public edition has it
	draft   func() []Paragraph
}

// Make drafts the bulletin of a judged period. A section with nothing to say
// is left out and the numbers of the others close up.
func Make(s *ledger.Summary, o Options) Document {
	d := newDraft(s, o)
	p := s.Programme
	doc := Document{
		Programme: p.Key, Period: s.Period, AsOf: s.AsOf,
		Edition: o.Edition, Number: o.Number, Sample: p.Sample,
		Head:      d.head(),
		Title:     d.simple(p.Issuer) + "关于" + d.subject() + "进展情况的通报",
		Greeting:  withColon(d.simple(p.Greeting)),
		Signature: d.simple(p.Issuer),
		Date:      o.Date,
		Sealed:    p.Form.Sealed,
		Fonts:     p.Form.Fonts,
		Footnote:  d.footnote(),
		Imprint:   Imprint{CopyTo: d.copyTo(), Printer: d.simple(p.Issuer), Date: o.Date},
	}
	doc.Opening = d.opening()
	for _, sec := range d.sections() {
		if d.public() && !sec.public {
			continue
		}
		paragraphs := append(sec.draft(), d.words(sec.key)...)
		if len(paragraphs) == 0 {
			continue
		}
		doc.Sections = append(doc.Sections, Section{
			Key:        sec.key,
			Heading:    numeral(len(doc.Sections)+1) + "、" + sec.heading,
			Paragraphs: paragraphs,
		})
	}
	doc.Annexes = d.annexes()
	doc.Figures = d.figures
	return doc
}

// head is the red head by the programme's form.
func (d *draft) head() Head {
	p, f := d.s.Programme, d.s.Programme.Form
	h := Head{Style: f.Head, Series: d.simple(f.HeadName(p.Issuer)), Issuer: d.simple(p.Issuer), Date: d.o.Date, Secrecy: f.Secrecy, Urgency: f.Urgency}
	if f.Head == ledger.SeriesHead {
		h.Issue = f.IssueNumber(d.s.Period.Year, d.o.Number)
		return h
	}
	h.Number = f.DocumentNumber(d.o.Date.Year, d.o.DocumentNumber)
	return h
}

func (d *draft) sections() []section {
	requirements := "存在问题和下一步要求"
	if d.public() {
		requirements = "下一步工作"
	}
	return []section{
		{KeyOverall, "总体进展", true, d.overall},
		{KeyTrend, "与上期相比", false, d.trend},
		{KeyAhead, "进展较快的项目", true, d.ahead},
		{KeyLate, "滞后项目", false, d.late},
		{KeyRisk, "年底完成有风险的项目", false, d.risk},
		{KeyCoordination, "需" + d.level().leaders + "协调解决的事项", false, d.coordination},
		{KeyReporting, "报送情况", false, d.reporting},
		{KeyRequirements, requirements, true, d.requirements},
	}
}

// secondLevel is a second-level heading as an office types it, up to its 。: 楷体
// sets it (GB/T 9704-2012, 7.3.3). The third and fourth level are 仿宋 like the
// text.
var secondLevel = regexp.MustCompile(`^（[一二三四五六七八九十]+）[^。]{1,60}(?:。|$)`)

// words are the office's own paragraphs for a section.
func (d *draft) words(key string) []Paragraph {
	var paragraphs []Paragraph
	for _, line := range strings.Split(d.o.Words[key], "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lead := secondLevel.FindString(line)
			p := Paragraph{Lead: lead}
			if rest := line[len(lead):]; rest != "" {
				p.Runs = []Run{{Text: rest}}
			}
			paragraphs = append(paragraphs, p)
		}
	}
	return paragraphs
}

// opening cites the notice and says what follows.
func (d *draft) opening() Paragraph {
	p := d.s.Programme
	t := d.prose()
	if p.Notice != "" {
		notice := d.simple(p.Notice)
		if !strings.HasPrefix(notice, "《") {
			notice = "《" + notice + "》"
		}
		t.say("根据" + notice)
		if p.NoticeNo != "" {
			t.say("（" + d.simple(p.NoticeNo) + "）")
		}
		t.say("要求，现将")
		t.fig("报送周期", d.periodName())
		return t.say("进展情况通报如下。").paragraph()
	}
	return t.say("现将" + d.subject() + "进展情况通报如下。").paragraph()
}

// subject is what the bulletin is about, as titles say it:
// 2020年第一季度市政府为民办十件实事.
func (d *draft) subject() string {
	return d.s.Period.Chinese() + d.simple(d.s.Programme.Title)
}

// periodName is the bulletin's period without its year.
func (d *draft) periodName() string { return periodName(d.s.Period) }

// periodName is a period without its year: 第一季度, 上半年, 3月.
func periodName(p ledger.Period) string {
	if p.Kind == ledger.Year {
		return p.Chinese()
	}
	return strings.TrimPrefix(p.Chinese(), strconv.Itoa(p.Year)+"年")
}

func (d *draft) footnote() string {
	if d.public() {
		return "此件公开发布"
	}
	return strings.Trim(d.simple(d.s.Programme.Footnote), "（）()")
}

// copyTo is the 抄送 list, closed with 。 (GB/T 9704-2012, 7.4.2).
func (d *draft) copyTo() string {
	names := make([]string, 0, len(d.s.Programme.CopyTo))
	for _, n := range d.s.Programme.CopyTo {
		if n = strings.TrimRight(d.simple(n), "。，；、 "); n != "" {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return strings.Join(names, "，") + "。"
}

func withColon(s string) string {
	if s = strings.TrimRight(s, ":： "); s == "" {
		return ""
	}
	return s + "："
}
