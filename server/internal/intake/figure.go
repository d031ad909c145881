package intake

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/wording"
)

var (
	// figureForm is a figure with or without its measure: 1,200户, 约1.8万座.
	figureForm = regexp.MustCompile(`^(?:约|近|共|计|累计|已完成|完成|超|逾)*\s*([-+]?\d[\d,.\s]*(?:[万亿千百]+)?|[一二三四五六七八九十百千万亿两零]+)\s*([^\d\s,，。;；、%]{0,8})$`)
	// ofForm is done of whole: 1200/2000.
	ofForm = regexp.MustCompile(`^([\d,.万亿]+)\s*/\s*([\d,.万亿]+)\s*([^\d\s]{0,6})$`)
	// remark is a bracket behind a figure: 1200户（含续建300）.
	remark = regexp.MustCompile(`^(.*\d.*?)\([^()]*\)$`)
)

// figure reads a figure as a clerk types it, with or without its measure:
// 1,200, １２００, 1.8万, 1200户, 约60个. Prose with figures in it is none.
func figure(text string) (n decimal.Decimal, measure string, ok bool) {
	s := strings.TrimSpace(wording.Fold(text))
	if s == "" || len(s) > 64 {
		return n, "", false
	}
	if n, err := decimal.NewFromString(separators.Replace(s)); err == nil {
		return n, "", inRange(n)
	}
	if strings.HasSuffix(s, ")") {
		if m := remark.FindStringSubmatch(s); m != nil {
			s = strings.TrimSpace(m[1])
		}
	}
	if n, ok := wording.ParseNumber(s); ok {
		return n, "", inRange(n)
	}
	m := figureForm.FindStringSubmatch(s)
	if m == nil || strings.ContainsAny(m[2], "来几多半成吧oOlI") {
		return n, "", false // 十来个, 44个半: not said, or not read, exactly; 3o个: a letter typed for a digit
	}
	n, ok = wording.ParseNumber(strings.TrimSpace(m[1]))
	if !ok {
		return n, "", false
	}
	for _, about := range []string{"左右", "以上", "余"} {
		m[2] = strings.TrimSuffix(m[2], about)
	}
	return n, wording.Simplify(m[2]), inRange(n)
}

// telling reports whether what stands behind a figure tells what it counts: the
// row's own measure, or words that begin with one (个小区). Anything else (44又)
// is a slip of the hand.
func telling(suffix, own string) bool {
	if suffix == "" || suffix == own {
		return true
	}
	r := []rune(suffix)
	for n := len(r); n > 0; n-- {
		if wording.IsMeasure(string(r[:n])) {
			return true
		}
	}
	return false
}

// aboutPercent is what may stand before a percent: 约60%, 已达60%.
var aboutPercent = regexp.MustCompile(`^(?:约|近|已|达到?|完成|超过?|进度)+`)

// percent reads a percent as a clerk types it: 60%, 六成, 约60%, 100%（已完工）.
func percent(text string) (decimal.Decimal, bool) {
	s := strings.TrimSpace(wording.Plain(text))
	if len(s) > 64 || !strings.ContainsAny(s, "%成之分") {
		return decimal.Decimal{}, false
	}
	if strings.HasSuffix(s, ")") {
		if m := remark.FindStringSubmatch(s); m != nil {
			s = m[1]
		} else if i := strings.IndexByte(s, '('); i > 0 {
			s = s[:i] // 六成(估)
		}
	}
	if s = strings.TrimSpace(s); !startsWithDigit(s) {
		s = aboutPercent.ReplaceAllString(s, "")
	}
	n, ok := wording.ParsePercent(s)
	return n, ok && inRange(n)
}

// startsWithDigit tells the many cells that are plain figures from words,
// without a look at the rest.
func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// doneOf reads 1200/2000; false for anything else, a date such as 3/31 among it
// only where the whole is not the larger.
func doneOf(text string) (done, whole decimal.Decimal, ok bool) {
	s := strings.TrimSpace(wording.Fold(text))
	if strings.IndexByte(s, '/') < 0 {
		return done, whole, false
	}
	m := ofForm.FindStringSubmatch(s)
	if m == nil {
		return done, whole, false
	}
	done, ok1 := wording.ParseNumber(m[1])
	whole, ok2 := wording.ParseNumber(m[2])
	return done, whole, ok1 && ok2 && inRange(done) && inRange(whole) && whole.IsPositive()
}
