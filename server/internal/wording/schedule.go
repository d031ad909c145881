package wording

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"tongbao/server/ledger"
)

// Doubt is something that was read but cannot be decided from the words.
type Doubt struct {
	// Code is "cumulative-or-increment" for a series of quantities that may be
	// either, or "unmatched-quantity" for one that belongs to no target.
	Code string
	Text string            // the words in doubt, in their own script
	Args map[string]string // what the question's words need, by name
}

// The codes of doubts.
const (
	DoubtCumulative = "cumulative-or-increment"
	DoubtUnmatched  = "unmatched-quantity"
)

// Milestones reads a cell of prose with the year's schedule (一季度…；二季度…) into
// milestones in order, each with what it expects of the targets. The targets come
// back with the parts that only the schedule names (重点群体、技能提升、其他 of
// 10万人次). A label for several periods is due at the end of the last one. A cell
// without any label has no milestone.
func Milestones(text string, year int, targets []ledger.Target) ([]ledger.Milestone, []ledger.Target, []Doubt) {
	return Accumulate(splitSchedule(text, year), targets)
}

// MilestoneAt is the milestone of a table's column: label is the column's
// (一季度目标), due its end, text the cell. It expects what the cell says in percents
// and in words of completeness; quantities wait for Accumulate, which reads them
// together with those of the other columns.
func MilestoneAt(label string, due ledger.Date, text string, targets []ledger.Target) ledger.Milestone {
	m := ledger.Milestone{Due: due, Text: strings.TrimSpace(text)}
	m.Expect, _ = expectations(0, m.Text, knownOf(targets))
	if p, ok := PeriodIn(label, due.Year); ok {
		m.Period = p.String()
	} else if !due.IsZero() {
		m.Period = ledger.Period{Year: due.Year, Kind: ledger.Month, N: due.Month}.String()
	}
	return m
}

var scheduleLabel = regexp.MustCompile(`^(?:\(?\d{1,2}[.、)])?(?:到|至)?(?:(20\d\d)年)?(?:` +
	`第?([一二三四1-4])(?:[、和至到—~-]第?([一二三四1-4]))?季度?|` +
	`(上|下)半年|` +
	`(\d{1,2})(?:月份?)?(?:[、和至到—~-](\d{1,2}))?月(?:份)?|` +
	`(年底|年末|全年|年内))` +
	`(?:底|末|初|上旬|中旬|下旬|度)?(?:前|之前|内)?(?:目标|任务|计划|进度)?:?`)

// splitSchedule cuts the text at its labels.
func splitSchedule(text string, year int) []ledger.Milestone {
	p := readProse(text)
	var ms []ledger.Milestone
	from := -1 // where the current milestone's words begin
	end := func(at int) {
		if from < 0 {
			return
		}
		if ms[len(ms)-1].Text = p.words(from, at); ms[len(ms)-1].Text == "" {
			ms = ms[:len(ms)-1]
		}
	}
	for i := 0; i < len(p.open); i++ {
		if i > 0 && !strings.ContainsRune(",;。: ", p.open[i-1]) && i != from {
			continue
		}
		head := string(p.open[i:min(i+20, len(p.open))])
		m := scheduleLabel.FindStringSubmatch(head)
		if m == nil {
			continue
		}
		next := i + len([]rune(m[0]))
		if next < len(p.open) && isDigit(p.open[next]) && m[5] != "" {
			continue // 7月1日起
		}
		period, due, ok := labelPeriod(m, year)
		if !ok || due.Year == 0 {
			continue
		}
		end(i)
		ms = append(ms, ledger.Milestone{Period: period, Due: due})
		from = next
		i = next - 1
	}
	end(len(p.open))
	return ms
}

// labelPeriod is a label's period as written and the day it is due.
func labelPeriod(m []string, year int) (string, ledger.Date, bool) {
	if m[1] != "" {
		year, _ = strconv.Atoi(m[1])
	}
	switch {
	case m[2] != "":
		first, last := ordinal(m[2]), ordinal(m[2])
		if m[3] != "" {
			last = ordinal(m[3])
		}
		if last < first {
			return "", ledger.Date{}, false
		}
		period := ledger.QuarterOf(year, first).String()
		if last > first {
			period += fmt.Sprintf("-Q%d", last)
		}
		return period, ledger.QuarterOf(year, last).End(), true
	case m[4] != "":
		n := map[string]int{"上": 1, "下": 2}[m[4]]
		p := ledger.Period{Year: year, Kind: ledger.Half, N: n}
		return p.String(), p.End(), true
	case m[5] != "":
		first, _ := strconv.Atoi(m[5])
		last := first
		if m[6] != "" {
			last, _ = strconv.Atoi(m[6])
		}
		if first < 1 || last > 12 || last < first {
			return "", ledger.Date{}, false
		}
		return monthsPeriod(year, first, last), ledger.MonthEnd(year, last), true
	}
	p := ledger.Period{Year: year, Kind: ledger.Year, N: 1}
	return p.String(), p.End(), true
}

// monthsPeriod is a span of months: the quarter or half that it fills, else its
// first and last month.
func monthsPeriod(year, first, last int) string {
	for _, p := range []ledger.Period{
		{Year: year, Kind: ledger.Month, N: first},
		ledger.QuarterOf(year, (first+2)/3),
		{Year: year, Kind: ledger.Half, N: (first + 5) / 6},
	} {
		if p.Start().Month == first && p.End().Month == last {
			return p.String()
		}
	}
	return fmt.Sprintf("%04d-%02d/%04d-%02d", year, first, year, last)
}
