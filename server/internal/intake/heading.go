package intake

import (
	"regexp"
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// Heading is what the lines around a plan's table say of its programme; fields
// that they do not tell are zero.
type Heading struct {
	Title      string // without year and the word for the table
	Year       int    // as the workbook itself tells it
	Government string // 淮安市人民政府
	Issuer     string // 淮安市人民政府办公室
	Notice     string // 《关于印发…的通知》
	NoticeNo   string // 淮政办发〔2020〕1号
	NoticeDate ledger.Date
}

var (
	// 淮政办发〔2020〕1号, also with other brackets.
	noticeNo = regexp.MustCompile(`(\p{Han}{2,12})[〔\[［（(【]\s*((?:19|20)\d\d)\s*[〕\]］）)】]\s*(\d{1,4})\s*([号號])`)
	noticeIn = regexp.MustCompile(`《[^《》]{6,80}(?:通知|方案|意见|清单|任务书|计划|公告)》`)
	// A government or 管委会 at the beginning of a line, its office with it.
	government = regexp.MustCompile(`^(\p{Han}{2,14}?(?:人民政府|管理委员会|管委会))(办公室|办公厅)?`)
	issuedOn   = regexp.MustCompile(`印发|发布|成文|\d日$`)
	// yearHead stands before the government in a title: 2020年, 2020年度.
	yearHead = regexp.MustCompile(`^\s*(?:\d{4}|[一二][九〇零][〇零一二三四五六七八九]{2})\s*年度?`)
)

// headingRows is how many lines above and below the tables are looked at.
const headingRows = 12

// HeadingOf reads the lines around a plan's tables.
func HeadingOf(w *grid.Workbook, d *Draft) Heading {
	h := Heading{Title: programmeTitle(d.Title), Year: yearOf(w)}
	for i := range w.Sheets {
		s := &w.Sheets[i]
		if s.Hidden || s.Own() {
			continue
		}
		v := newView(w.File, s)
		last := s.LastRow()
		for row := 1; row <= last; row++ {
			if row > headingRows && row <= last-headingRows || len(v.filled(row)) > 3 {
				continue
			}
			h.line(strings.Join(strings.Fields(v.lineText(row)), ""))
		}
	}
	if m := titlePlace.FindStringSubmatch(d.Title); m != nil && h.Government == "" {
		h.Government = m[1] + "人民政府"
	}
	return h
}

// line takes what one line says, as far as no line before it did.
func (h *Heading) line(text string) {
	h.NoticeNo = firstOf(h.NoticeNo, NoticeNumber(text))
	if h.Notice == "" {
		h.Notice = noticeIn.FindString(text)
	}
	if m := government.FindStringSubmatch(yearHead.ReplaceAllString(text, "")); m != nil {
		if h.Government == "" {
			h.Government = m[1]
		}
		if h.Issuer == "" && m[2] != "" {
			h.Issuer = m[0]
		}
	}
	if h.NoticeDate.IsZero() && issuedOn.MatchString(text) {
		if d, ok := wording.Date(noticeNo.ReplaceAllString(text, ""), 0); ok {
			h.NoticeDate = d
		}
	}
}

// NoticeNumber is the first 文号 of a text, in the brackets that such numbers have
// (GB/T 9704-2012, 7.2.5), "" where there is none.
func NoticeNumber(text string) string {
	m := noticeNo.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	return m[1] + "〔" + m[2] + "〕" + m[3] + m[4]
}
