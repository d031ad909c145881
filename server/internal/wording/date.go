package wording

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

var (
	yearForm    = regexp.MustCompile(`(?:^|[^\d])((?:19|20)\d\d)(?:年|$|[^\d.])`)
	writtenYear = regexp.MustCompile(`([一二][九〇零][〇零一二三四五六七八九]{2})年`)
	dayForm     = regexp.MustCompile(`(?:(\d{4})[年./-])?(\d{1,2})[月./-](\d{1,2})[日号]?`)
	compactDay  = regexp.MustCompile(`^(20\d\d)(\d\d)(\d\d)$`)
	yearMonth   = regexp.MustCompile(`^(20\d\d)[./-](\d{1,2})(?:[^\d./-]|$)`)
	monthForm   = regexp.MustCompile(`(?:(\d{4})[年./-])?(\d{1,2})(?:月份?|$)(底|末|中旬|上旬|下旬|初)?`)
	quarterEnd  = regexp.MustCompile(`(?:(\d{4})年)?第?([一二三四1-4])季度`)
	halfEnd     = regexp.MustCompile(`(?:(\d{4})年)?(上|下)半年|半年(?:底|末|度|前)`)
	yearEnd     = regexp.MustCompile(`(?:(\d{4})年)?(?:年底|年末|全年|年内|年度内|本年度|当年|本年)`)
	closingYear = regexp.MustCompile(`(\d{4})年?(?:底|末|内)`)
)

// Year is the first year named in a title or text: 2020年, 二〇二一年, 2021.
func Year(text string) (int, bool) {
	text = Plain(text)
	if m := yearForm.FindStringSubmatch(text); m != nil {
		y, err := strconv.Atoi(m[1])
		return y, err == nil
	}
	if m := writtenYear.FindStringSubmatch(text); m != nil {
		y := 0
		for _, r := range m[1] {
			y = y*10 + int(chineseDigits[r])
		}
		return y, true
	}
	return 0, false
}

// Date is the day a text names: 2020年3月31日, 2020.3.31, 2020-03-31, 20200331,
// 3月31日, and the last day of what is longer than a day: 12月底, 三季度末, 上半年,
// 年底. The year is defaultYear where none is written; without either it returns
// false.
func Date(text string, defaultYear int) (ledger.Date, bool) {
	return dateIn(Squeeze(text), defaultYear)
}

func dateIn(s string, defaultYear int) (ledger.Date, bool) {
	if m := compactDay.FindStringSubmatch(s); m != nil {
		return day(m[1], m[2], m[3], defaultYear)
	}
	if m := yearMonth.FindStringSubmatch(s); m != nil {
		month, _ := strconv.Atoi(m[2])
		return monthEnd(m[1], month, defaultYear)
	}
	if m := dayForm.FindStringSubmatch(s); m != nil {
		return day(m[1], m[2], m[3], defaultYear)
	}
	if m := quarterEnd.FindStringSubmatch(s); m != nil {
		return monthEnd(m[1], 3*ordinal(m[2]), defaultYear)
	}
	if m := halfEnd.FindStringSubmatch(s); m != nil {
		if m[2] == "下" {
			return monthEnd(m[1], 12, defaultYear)
		}
		return monthEnd(m[1], 6, defaultYear)
	}
	if m := monthForm.FindStringSubmatch(s); m != nil && (strings.Contains(m[0], "月") || m[1] != "") {
		month, _ := strconv.Atoi(m[2])
		switch m[3] {
		case "上旬", "初":
			return day(m[1], m[2], "10", defaultYear)
		case "中旬":
			return day(m[1], m[2], "20", defaultYear)
		}
		return monthEnd(m[1], month, defaultYear)
	}
	if m := yearEnd.FindStringSubmatch(s); m != nil {
		return monthEnd(m[1], 12, defaultYear)
	}
	if m := closingYear.FindStringSubmatch(s); m != nil {
		return monthEnd(m[1], 12, defaultYear)
	}
	return ledger.Date{}, false
}

func day(year, month, d string, defaultYear int) (ledger.Date, bool) {
	y := defaultYear
	if year != "" {
		y, _ = strconv.Atoi(year)
	}
	m, _ := strconv.Atoi(month)
	n, _ := strconv.Atoi(d)
	date := ledger.Date{Year: y, Month: m, Day: n}
	return date, y > 0 && date.Valid()
}

func monthEnd(year string, month, defaultYear int) (ledger.Date, bool) {
	y := defaultYear
	if year != "" {
		y, _ = strconv.Atoi(year)
	}
	if y <= 0 || month < 1 || month > 12 {
		return ledger.Date{}, false
	}
	return ledger.MonthEnd(y, month), true
}

// ordinal is 1 to 9 for 一 to 九 or a digit, and 0 otherwise.
func ordinal(s string) int {
	n, ok := ParseNumber(s)
	if !ok || !n.IsPositive() || n.GreaterThan(decimal.NewFromInt(9)) {
		return 0
	}
	return int(n.IntPart())
}

var (
	phaseWords   = regexp.MustCompile(`阶段性?(?:成效|成果|进展|目标)|初见成效|初步成效`)
	lastingWords = regexp.MustCompile(`长期坚持|长期推进|长期开展|持续推进|常态化|长效`)
)

// Deadline reads 完成时限: the day the task is due, and the phase due before it
// or for good. A deadline that is only a phase
// (2021年11月底取得阶段性成效，长期坚持) is due on the phase's own day.
func Deadline(text string, year int) (due ledger.Date, phase *ledger.Phase, ok bool) {
	s := Squeeze(text)
	if y, found := Year(s); found {
		year = y
	}
	clauses := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",，。;；", r) })
	if len(clauses) == 0 {
		return ledger.Date{}, nil, false
	}
	lasting := lastingWords.MatchString(s)
	for _, c := range clauses {
		d, dated := dateIn(c, year)
		switch {
		case !dated:
		case phaseWords.MatchString(c):
			if phase == nil {
				phase = &ledger.Phase{Due: d, Text: strings.TrimSpace(text)}
			}
		default:
			due = d
		}
	}
	if phase != nil && due.IsZero() {
		due = phase.Due
	}
	if lasting && !due.IsZero() {
		if phase == nil {
			phase = &ledger.Phase{Due: due, Text: strings.TrimSpace(text)}
		}
		phase.Lasting = true
	}
	return due, phase, !due.IsZero()
}
