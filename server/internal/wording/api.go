package wording

import (
	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// Doubt is something that was read but cannot be decided from the words.
type Doubt struct {
	Code string            // "cumulative-or-increment", "unmatched-quantity"
	Text string            // the words in doubt, in their own script
	Args map[string]string // what the question's words need, by name
}

// Labels are the duties of a cell that names its roles
// (牵头单位:…;共同责任单位:…).
type Labels struct {
	Leads, Partners, Leaders []string
	// Bare are the units under 责任单位 alone, whose roles depend on their kinds.
	Bare []string
	// Locals are units under 属地 or 实施主体.
	Locals []string
}

func ParseNumber(s string) (decimal.Decimal, bool)             { return decimal.Zero, false }
func ParsePercent(s string) (decimal.Decimal, bool)            { return decimal.Zero, false }
func ParseMoney(s, defaultUnit string) (decimal.Decimal, bool) { return decimal.Zero, false }
func Targets(content string) []ledger.Target                   { return nil }
func Milestones(text string, year int, targets []ledger.Target) ([]ledger.Milestone, []ledger.Target, []Doubt) {
	return nil, targets, nil
}

// MilestoneAt is one column's milestone; its expectations are filled by Accumulate.
func MilestoneAt(label string, due ledger.Date, text string, targets []ledger.Target) ledger.Milestone {
	return ledger.Milestone{}
}

// Accumulate reads the expectations of all milestones together: it fills Expect
// and returns the targets with the parts that only the milestones name.
func Accumulate(ms []ledger.Milestone, targets []ledger.Target) ([]ledger.Milestone, []ledger.Target, []Doubt) {
	return ms, targets, nil
}
func Deadline(text string, year int) (due ledger.Date, phase *ledger.Phase, ok bool) { return }
func Date(text string, defaultYear int) (ledger.Date, bool)                          { return ledger.Date{}, false }
func Period(text string) (ledger.Period, bool)                                       { return ledger.Period{}, false }
func Year(text string) (int, bool)                                                   { return 0, false }
func Units(text string) []string                                                     { return nil }

// LabelledUnits reads 牵头单位:…;共同责任单位:… and 〔分管领导：…；责任单位：…〕.
// It returns false where no label stands.
func LabelledUnits(text string) (Labels, bool)                   { return Labels{}, false }
func Area(name string) string                                    { return name }
func IsArea(name string) bool                                    { return false }
func IsGroup(name string) bool                                   { return false }
func NoTask(text string) bool                                    { return false }
func Declaration(text string) (ledger.Declaration, bool)         { return "", false }
func Stage(text string) ledger.Stage                             { return "" }
func PhaseReached(text string) bool                              { return false }
func SplitNo(text string) (no, sub, rest string)                 { return "", "", text }
func Title(name, content string, targets []ledger.Target) string { return name }
