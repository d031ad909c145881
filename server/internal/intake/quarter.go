package intake

import (
	"regexp"
	"strconv"
	"strings"

	"tongbao/server/ledger"
)

// periodHead is a head word that begins with a time: 一季度目标, 6月底前,
// 截至3月底完成数, 1—9月累计完成.
var periodHead = regexp.MustCompile(`^(?:截至|截止|至|到)?(?:(20\d\d)年度?)?(?:第?([一二三四1-4])季度?|([上下])半年|全年|(1[0-2]|[1-9])月份?(?:(\d{1,2})日)?|Q([1-4]))?(?:底|末)?(?:之?前)?`)

// monthSpan is 1至3月, from the year's beginning; a dash is 至 in a head word.
var monthSpan = regexp.MustCompile(`^(?:截至|截止)?(?:(20\d\d)年)?1月?至(1[0-2]|[2-9])月份?`)

// trimPeriod takes the time off the front of a head word.
func trimPeriod(word string) string {
	if m := monthSpan.FindString(word); m != "" {
		return strings.TrimLeft(word[len(m):], "底末")
	}
	return word[len(periodHead.FindString(word)):]
}

// headPeriod is the time that a head word begins with: the end of a quarter,
// half-year or month. year is used where the word does not say one.
func headPeriod(word string, year int) (p ledger.Period, due ledger.Date, rest string, ok bool) {
	if m := monthSpan.FindStringSubmatch(word); m != nil {
		if m[1] != "" {
			year, _ = strconv.Atoi(m[1])
		}
		month, _ := strconv.Atoi(m[2])
		return periodTo(year, month), ledger.MonthEnd(year, month), strings.TrimLeft(word[len(m[0]):], "底末"), true
	}
	m := periodHead.FindStringSubmatch(word)
	if m == nil || m[0] == "" {
		return p, due, word, false
	}
	if m[1] != "" {
		year, _ = strconv.Atoi(m[1])
	}
	rest = word[len(m[0]):]
	quarter := m[2] + m[6]
	switch {
	case quarter != "":
		n := strings.Index("1234", quarter)
		if n < 0 {
			n = strings.Index("一二三四", quarter) / len("一")
		}
		p = ledger.QuarterOf(year, n+1)
	case m[3] == "上":
		p = ledger.Period{Year: year, Kind: ledger.Half, N: 1}
	case m[3] == "下":
		p = ledger.Period{Year: year, Kind: ledger.Half, N: 2}
	case m[4] != "":
		month, _ := strconv.Atoi(m[4])
		if month < 1 || month > 12 {
			return p, due, word, false
		}
		p = ledger.Period{Year: year, Kind: ledger.Month, N: month}
		if m[5] != "" {
			if day, _ := strconv.Atoi(m[5]); day >= 1 && day <= ledger.DaysIn(year, month) {
				return p, ledger.Date{Year: year, Month: month, Day: day}, rest, true
			}
		}
	case strings.HasPrefix(strings.TrimPrefix(m[0], m[1]+"年"), "全年"):
		p = ledger.Period{Year: year, Kind: ledger.Year, N: 1}
	default:
		return p, due, word, false // a year alone is no time within it
	}
	return p, p.End(), rest, true
}

// periodTo is the period from January to a month: a quarter where one ends
// there, the month otherwise.
func periodTo(year, month int) ledger.Period {
	if month%3 == 0 {
		return ledger.QuarterOf(year, month/3)
	}
	return ledger.Period{Year: year, Kind: ledger.Month, N: month}
}

// goalWords follow a time in the head of a column that says what is due by
// then; actualWords in one that says what was done.
var (
	goalWords   = regexp.MustCompile(`^(?:(?:工作|进度|节点|序时|推进|阶段|任务|形象)*(?:目标|进度|计划|节点|要求|安排|任务|内容|序时进度)*(?:要求|安排|任务|完成)?)$`)
	actualWords = regexp.MustCompile(`^(?:实际|已|累计)*(?:完成|实际|累计|完成数|完成情况|实绩|完成量)+$`)
)
