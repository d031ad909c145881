package wording

import (
	"regexp"
	"strconv"

	"tongbao/server/ledger"
)

var (
	isoPeriod     = regexp.MustCompile(`(20\d\d)(?:[Qq]([1-4])|[Hh]([12]))`)
	quarterPeriod = regexp.MustCompile(`第?([一二三四1-4])季`)
	spanPeriod    = regexp.MustCompile(`1(?:月份?)?[-—–－~～至到]+(\d{1,2})月`)
	cutOffPeriod  = regexp.MustCompile(`截[至止]到?(?:20\d\d年)?(\d{1,2})月`)
	halfPeriod    = regexp.MustCompile(`([上下])半年`)
	monthPeriod   = regexp.MustCompile(`(\d{1,2})月`)
	isoMonth      = regexp.MustCompile(`(20\d\d)-(\d\d)(?:\D|$)`)
	yearPeriod    = regexp.MustCompile(`20\d\d年度|全年|年终|年度`)
)

// Period is the reporting period a title or a cell names: 2020年第一季度,
// 2020年一季度, 2020年1—3月, 2021年上半年, 截至2020年3月底, 2020Q1, 2020年3月,
// 2020年度. 1—3月 is the first quarter; a longer span from January and 截至 are
// the month they end in, which quarters, halves and years take as their own.
// Without a year, or where none of these stands, it returns false.
func Period(text string) (ledger.Period, bool) {
	s := Squeeze(text)
	if p, err := ledger.ParsePeriod(s); err == nil {
		return p, true
	}
	if m := isoPeriod.FindStringSubmatch(s); m != nil {
		p, err := ledger.ParsePeriod(m[0])
		return p, err == nil
	}
	if m := isoMonth.FindStringSubmatch(s); m != nil {
		p, err := ledger.ParsePeriod(m[1] + "-" + m[2])
		return p, err == nil
	}
	year, ok := Year(s)
	if !ok {
		return ledger.Period{}, false
	}
	return periodOf(s, year)
}

// PeriodIn is Period where the year is known from elsewhere.
func PeriodIn(text string, year int) (ledger.Period, bool) {
	if p, ok := Period(text); ok {
		return p, true
	}
	return periodOf(Squeeze(text), year)
}

func periodOf(s string, year int) (ledger.Period, bool) {
	if m := quarterPeriod.FindStringSubmatch(s); m != nil {
		return ledger.QuarterOf(year, ordinal(m[1])), true
	}
	if m := halfPeriod.FindStringSubmatch(s); m != nil {
		n := 1
		if m[1] == "下" {
			n = 2
		}
		return ledger.Period{Year: year, Kind: ledger.Half, N: n}, true
	}
	if m := spanPeriod.FindStringSubmatch(s); m != nil {
		if m[1] == "3" {
			return ledger.QuarterOf(year, 1), true
		}
		return monthOf(year, m[1])
	}
	if m := cutOffPeriod.FindStringSubmatch(s); m != nil {
		return monthOf(year, m[1])
	}
	if m := monthPeriod.FindStringSubmatch(s); m != nil {
		return monthOf(year, m[1])
	}
	if yearPeriod.MatchString(s) {
		return ledger.Period{Year: year, Kind: ledger.Year, N: 1}, true
	}
	return ledger.Period{}, false
}

// monthOf is a month of the year.
func monthOf(year int, month string) (ledger.Period, bool) {
	n, _ := strconv.Atoi(month)
	return ledger.Period{Year: year, Kind: ledger.Month, N: n}, n >= 1 && n <= 12
}
