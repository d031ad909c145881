package workbook

import (
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
)

func TestPlainNumber(t *testing.T) {
	for _, c := range []struct {
		raw   string
		shift int
		want  string
	}{
		{"0", 0, "0"},
		{"-0", 0, "0"},
		{"0.000", 2, "0"},
		{"25", 0, "25"},
		{"-25.50", 0, "-25.5"},
		{"+7", 0, "7"},
		{".5", 0, "0.5"},
		{"5.", 0, "5"},
		{"007", 0, "7"},
		{"0.757", 0, "0.757"},
		{"0.30000000000000004", 0, "0.3"},
		{"0.75700000000000001", 0, "0.757"},
		{"2.8650000000000002", 2, "286.5"},
		{"0.6", 2, "60"},
		{"1", 2, "100"},
		{"0.1375", 2, "13.75"},
		{"-0.0625", 2, "-6.25"},
		{"1.4999999999999999E-2", 0, "0.015"},
		{"7.57E-1", 0, "0.757"},
		{"1.2E4", 0, "12000"},
		{"1e+3", 0, "1000"},
		{"999999999999999.9", 0, "1000000000000000"},
		{"99999999999999999", 0, "100000000000000000"},
		{"123456789012345678", 0, "123456789012346000"},
		{"320802199001011234", 0, "320802199001011000"},
		{"1E-20", 0, "0.00000000000000000001"},
		{"1E20", 0, "100000000000000000000"},
	} {
		if got, ok := plainNumber(c.raw, c.shift); !ok || got != c.want {
			t.Errorf("%s by 10^%d: %q %v, want %q", c.raw, c.shift, got, ok, c.want)
		}
	}
	for _, raw := range []string{"", "-", ".", "1.2.3", "1e", "1e500", "e5", "NaN", "Inf", "0x10", "1_000", "1,000", "--1", "+-1", "１"} {
		if got, ok := plainNumber(raw, 0); ok {
			t.Errorf("%q is %q", raw, got)
		}
	}
}

// TestPlainNumberOfFloats: every number that has at most 15 digits comes back
// from the binary fraction it is stored as.
func TestPlainNumberOfFloats(t *testing.T) {
	for i := range 20_000 {
		want := decimal.New(int64(i)*7919, int32(-(i % 12)))
		f, _ := want.Float64()
		for _, raw := range []string{strconv.FormatFloat(f, 'g', 17, 64), strconv.FormatFloat(f, 'g', -1, 64)} {
			if got, ok := plainNumber(raw, 0); !ok || got != want.String() {
				t.Fatalf("%s: %q, want %s", raw, got, want)
			}
		}
	}
}

func TestParseFormat(t *testing.T) {
	date, month := numberFormat{date: true}, numberFormat{date: true, monthOnly: true}
	clock, percent := numberFormat{clock: true}, numberFormat{percent: true}
	for code, want := range map[string]numberFormat{
		"General":                          {},
		"G/通用格式":                           {},
		"":                                 {},
		"0.00":                             {},
		"#,##0.00_);[Red]\\(#,##0.00\\)":   {},
		`#,##0"元/月"`:                       {},
		`0!.0,"万"`:                         {},
		`[DBNum1][$-804]General`:           {},
		`[DBNum1][$-804]0`:                 {},
		"0.00E+00":                         {},
		"@":                                {},
		`"第"0"年"`:                          {},
		`0\d`:                              {},
		`_y0`:                              {},
		"[Red]0":                           {},
		"[h]:mm":                           {},
		"[mm]:ss":                          {},
		"0%":                               percent,
		"0.00%":                            percent,
		`0.0"%"`:                           {},
		`0\%`:                              {},
		"0;0%":                             {},
		"yyyy/m/d":                         date,
		"yyyy\\-mm\\-dd;@":                 date,
		`[$-F800]dddd\,\ mmmm\ dd\,\ yyyy`: date,
		`yyyy"年"m"月"d"日";@`:                date,
		`yyyy"年"m"月";@`:                    month,
		`yyyy年m月d日`:                        date,
		"yyyy.mm":                          month,
		"yyyymm":                           month,
		"yyyy":                             month,
		`m"月"d"日"`:                         date,
		`[DBNum1][$-804]yyyy"年"m"月"`:       month,
		"mmm-yy":                           month,
		"d-mmm":                            date,
		"m/d/yy h:mm":                      date,
		"yyyy-mm-dd hh:mm:ss":              date,
		`e"年"m"月"d"日"`:                     date,
		"aaaa":                             date,
		"h:mm":                             clock,
		"h:mm AM/PM":                       clock,
		`上午/下午h"时"mm"分"`:                   clock,
		"mm:ss":                            clock,
		`h"时"mm"分"ss"秒"`:                   clock,
		`yyyy"年`:                           month,
		"[y":                               {},
	} {
		if got := parseFormat(code); got != want {
			t.Errorf("%q: %+v, want %+v", code, got, want)
		}
	}
}

func TestBuiltin(t *testing.T) {
	for id, want := range map[int]numberFormat{
		0: {}, 1: {}, 4: {}, 11: {}, 37: {}, 46: {}, 49: {}, 59: {},
		9: {percent: true}, 10: {percent: true},
		14: {date: true}, 16: {date: true}, 22: {date: true}, 31: {date: true}, 58: {date: true},
		17: {date: true, monthOnly: true}, 27: {date: true, monthOnly: true}, 57: {date: true, monthOnly: true},
		18: {clock: true}, 21: {clock: true}, 32: {clock: true}, 55: {clock: true},
	} {
		if got := builtin(id); got != want {
			t.Errorf("%d: %+v, want %+v", id, got, want)
		}
	}
}
