package ledger

import (
	"fmt"
	"regexp"
	"strconv"
)

// PeriodKind says how long a reporting period is.
type PeriodKind int

// The reporting periods a government uses (周期).
const (
	Month PeriodKind = iota + 1
	Quarter
	Half
	Year
)

// Period is one reporting period, such as 2020Q1. The zero Period is none.
type Period struct {
	Year int
	Kind PeriodKind
	// N is the month 1–12, the quarter 1–4 or the half 1–2; 1 for a year.
	N int
}

var periodForm = regexp.MustCompile(`^(\d{4})(?:-(\d{2})|Q([1-4])|H([12]))?$`)

// ParsePeriod reads 2020-03, 2020Q1, 2020H1 or 2020.
func ParsePeriod(s string) (Period, error) {
	m := periodForm.FindStringSubmatch(s)
	if m == nil {
		return Period{}, Errorf(CodeInvalid, "报送周期“%s”无法识别，应写作 2020-03、2020Q1、2020H1 或 2020", s)
	}
	year, _ := strconv.Atoi(m[1])
	for i, kind := range []PeriodKind{Month, Quarter, Half} {
		if m[i+2] != "" {
			n, _ := strconv.Atoi(m[i+2])
			if kind == Month && (n < 1 || n > 12) {
				return Period{}, Errorf(CodeInvalid, "报送周期“%s”的月份应在 01 到 12 之间", s)
			}
			return Period{year, kind, n}, nil
		}
	}
	return Period{year, Year, 1}, nil
}

// QuarterOf is the n-th quarter of a year.
func QuarterOf(year, n int) Period { return Period{year, Quarter, n} }

// IsZero reports whether p is no period.
func (p Period) IsZero() bool { return p == Period{} }

// String is the form ParsePeriod reads.
func (p Period) String() string {
	switch p.Kind {
	case Month:
		return fmt.Sprintf("%04d-%02d", p.Year, p.N)
	case Quarter:
		return fmt.Sprintf("%04dQ%d", p.Year, p.N)
	case Half:
		return fmt.Sprintf("%04dH%d", p.Year, p.N)
	case Year:
		return fmt.Sprintf("%04d", p.Year)
	}
	return ""
}

// Chinese is the period as a title says it: 2020年第一季度, 2020年3月,
// 2020年上半年, 2020年度.
func (p Period) Chinese() string {
	switch p.Kind {
	case Month:
		return fmt.Sprintf("%d年%d月", p.Year, p.N)
	case Quarter:
		return fmt.Sprintf("%d年第%s季度", p.Year, []string{"一", "二", "三", "四"}[p.N-1])
	case Half:
		return fmt.Sprintf("%d年%s半年", p.Year, []string{"上", "下"}[p.N-1])
	case Year:
		return fmt.Sprintf("%d年度", p.Year)
	}
	return ""
}

// ShortChinese is the period without its year: 一季度, 3月, 上半年, 全年.
func (p Period) ShortChinese() string {
	switch p.Kind {
	case Month:
		return fmt.Sprintf("%d月", p.N)
	case Quarter:
		return []string{"一", "二", "三", "四"}[p.N-1] + "季度"
	case Half:
		return []string{"上", "下"}[p.N-1] + "半年"
	case Year:
		return "全年"
	}
	return ""
}

// months is how many months one period of the kind lasts.
func (k PeriodKind) months() int {
	switch k {
	case Month:
		return 1
	case Quarter:
		return 3
	case Half:
		return 6
	case Year:
		return 12
	}
	return 0
}

// Start is the first day of the period.
func (p Period) Start() Date { return Date{p.Year, (p.N-1)*p.Kind.months() + 1, 1} }

// End is the last day of the period (截止日).
func (p Period) End() Date { return MonthEnd(p.Year, p.N*p.Kind.months()) }

// Previous is the period of the same kind before p.
func (p Period) Previous() Period {
	if p.N > 1 {
		return Period{p.Year, p.Kind, p.N - 1}
	}
	return Period{p.Year - 1, p.Kind, 12 / p.Kind.months()}
}

// last is the period of a shorter kind, or of its own, that ends with p.
func (p Period) last(kind PeriodKind) Period {
	return Period{p.Year, kind, p.N * p.Kind.months() / kind.months()}
}

// Takes reports whether a report for r is a report for p: one for itself or for
// a shorter period that ends with it, its last month or last quarter.
func (p Period) Takes(r Period) bool {
	return r.Kind >= Month && r.Kind <= p.Kind && r == p.last(r.Kind)
}
