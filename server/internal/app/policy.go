package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// RowsRule says what becomes of a workbook in which some rows have errors.
type RowsRule string

// The rules for rows. Errors that concern the whole file refuse it under both.
const (
	AllRows  RowsRule = "all"       // all rows or none
	GoodRows RowsRule = "good-only" // the good rows; the rest is listed
)

// WarningsRule says what becomes of warnings.
type WarningsRule string

// The rules for warnings.
const (
	PassWarnings    WarningsRule = "pass"    // they let pass
	ExplainWarnings WarningsRule = "explain" // each asks for a word of explanation
)

// Policy is how strictly an office takes workbooks for one programme.
type Policy struct {
	Rows     RowsRule
	Warnings WarningsRule
	// Codes are the codes of the warnings that ask for an explanation under
	// ExplainWarnings; none means all.
	Codes []string `json:",omitempty"`
}

// DefaultPolicy takes all rows or none and lets warnings pass.
func DefaultPolicy() Policy { return Policy{Rows: AllRows, Warnings: PassWarnings} }

// Chinese is the policy in words, for the log and the pages.
func (p Policy) Chinese() string {
	rows := "有错误的整份不入库"
	if p.Rows == GoodRows {
		rows = "有错误的行不入库，其余行入库"
	}
	switch {
	case p.Warnings != ExplainWarnings:
		return rows + "；提醒不需说明"
	case len(p.Codes) == 0:
		return rows + "；提醒须逐条说明"
	}
	var kinds []string
	for _, c := range p.Codes {
		kinds = append(kinds, intake.Kind(c))
	}
	return rows + "；须说明的提醒：" + strings.Join(kinds, "、")
}

// asks reports whether a finding asks for a word of explanation. A cumulative
// figure that fell may always be explained: without a word it stays an error.
// A reading that was confirmed is explained by that.
func (p Policy) asks(f ledger.Finding) bool {
	if f.Code == intake.CodeConfirmed {
		return false
	}
	if f.Severity == ledger.SeverityError {
		return f.Code == intake.CodeFalling
	}
	return p.Warnings == ExplainWarnings && (len(p.Codes) == 0 || slices.Contains(p.Codes, f.Code))
}

// ClosedPeriod is a period for which the office takes no more reports.
type ClosedPeriod struct {
	Period ledger.Period
	Actor  Actor
	At     time.Time
}

// Rules are what the office has set for one programme.
type Rules struct {
	Policy Policy
	Closed []ClosedPeriod // by their ends
}

// ClosedFor is the closed period in which p lies: a closed quarter closes its
// months, not the half-year.
func (r Rules) ClosedFor(p ledger.Period) (ClosedPeriod, bool) {
	for _, c := range r.Closed {
		if !p.IsZero() && !p.Start().Before(c.Period.Start()) && !p.End().After(c.Period.End()) {
			return c, true
		}
	}
	return ClosedPeriod{}, false
}

// Rules are a programme's policy and closed periods; the default ones for a
// programme that has set none.
func (s *Service) Rules(ctx context.Context, key string) (Rules, error) {
	return s.Store.Rules(ctx, key)
}

// SetPolicy changes how strictly workbooks are taken from now on. CodeInvalid
// for a rule or code that there is none of.
func (s *Service) SetPolicy(ctx context.Context, key string, p Policy, by Actor) error {
	if p.Rows != AllRows && p.Rows != GoodRows {
		return ledger.Errorf(ledger.CodeInvalid, "没有“%s”这种行的规则，可选 all（整份）和 good-only（只收无误的行）", p.Rows)
	}
	if p.Warnings != PassWarnings && p.Warnings != ExplainWarnings {
		return ledger.Errorf(ledger.CodeInvalid, "没有“%s”这种提醒的规则，可选 pass（放行）和 explain（须说明）", p.Warnings)
	}
	if p.Warnings == PassWarnings {
		p.Codes = nil
	}
	known := intake.WarningCodes()
	for _, c := range p.Codes {
		if !slices.Contains(known, c) {
			return ledger.Errorf(ledger.CodeInvalid, "没有代号为“%s”的提醒", c)
		}
	}
	slices.Sort(p.Codes)
	p.Codes = slices.Compact(p.Codes)
	return s.Store.SetPolicy(ctx, key, p, by)
}

// ClosePeriod ends the taking of reports for a period. Issuing a bulletin
// closes nothing by itself: an office takes late corrections until it says so.
// CodeConflict when it is closed already.
func (s *Service) ClosePeriod(ctx context.Context, key string, p ledger.Period, by Actor) error {
	if p.IsZero() {
		return ledger.Errorf(ledger.CodeInvalid, "请写明要截止的周期，如 2020Q1")
	}
	err := s.Store.ClosePeriod(ctx, key, p, by)
	s.tried(ctx, by, "close", key+" "+p.Chinese(), err)
	return err
}

// ReopenPeriod takes reports for a closed period again. CodeConflict when it is
// not closed.
func (s *Service) ReopenPeriod(ctx context.Context, key string, p ledger.Period, by Actor) error {
	err := s.Store.ReopenPeriod(ctx, key, p, by)
	s.tried(ctx, by, "reopen", key+" "+p.Chinese(), err)
	return err
}

// LeftRow is a row of an accepted workbook that was not taken.
type LeftRow struct {
	Sheet string
	Row   int
	Label string // the number and name it tells, "" where it tells none
	// Findings are the errors in the row; none in a good row that belongs to the
	// project of a faulty one.
	Findings []ledger.Finding
}

// FindingKey tells a finding from the others of its file, for its explanation.
func FindingKey(f ledger.Finding) string { return f.Code + "|" + f.Sheet + "|" + f.Cell }

// maxExplanation is how many characters an explanation may have.
const maxExplanation = 500

// explain puts what the uploader said to the findings that ask for it.
func (v *Preview) explain(findings []ledger.Finding) error {
	for i := range findings {
		f := &findings[i]
		text := strings.TrimSpace(v.Binding.Explanations[FindingKey(*f)])
		if text == "" || !v.Policy.asks(*f) {
			continue
		}
		if len([]rune(text)) > maxExplanation {
			return ledger.Errorf(ledger.CodeInvalid, "一条说明最多%d字，请删减后再提交", maxExplanation)
		}
		f.Severity, f.Explanation = ledger.SeverityWarning, text
	}
	return nil
}

// Asks reports whether a finding of the file still asks for a word of
// explanation, or has been given one.
func (v *Preview) Asks(f ledger.Finding) bool {
	return f.Explanation != "" && f.Code != intake.CodeConfirmed || v.Policy.asks(f)
}

// Unexplained are the findings without which the file could be accepted as soon
// as each has its word of explanation. Faulty rows that are left out ask for
// none.
func (v *Preview) Unexplained() []ledger.Finding {
	var open []ledger.Finding
	for _, f := range v.Findings {
		if f.Explanation == "" && v.Policy.asks(f) && !v.IsLeftOut(f) {
			open = append(open, f)
		}
	}
	return open
}

// Stops are the errors that stop the file whatever is explained.
func (v *Preview) Stops() []ledger.Finding {
	if len(v.LeftOut) > 0 {
		return nil
	}
	var stops []ledger.Finding
	for _, f := range v.Findings {
		if f.Severity == ledger.SeverityError && !v.Policy.asks(f) {
			stops = append(stops, f)
		}
	}
	return stops
}

// bindFunc compares a draft with the ledger and puts what it comes to into the
// preview.
type bindFunc func(d *intake.Draft) []ledger.Finding

// take binds the whole draft or, where the office allows it and no error
// concerns the whole file, its good rows. Leaving rows out may bring further
// errors to light, so it goes on until there are none.
func (v *Preview) take(bind bindFunc) error {
	found := append(slices.Clone(v.Findings), bind(v.Draft)...)
	if err := v.explain(found); err != nil {
		return err
	}
	v.Findings = found
	stops := func(ledger.Finding) bool { return true }
	errors := errorsOf(found, stops)
	if v.Policy.Rows != GoodRows || len(errors) == 0 {
		return nil
	}
	// Rows that a word would save stay in where nothing else would be left.
	if _, _, ok := intake.LeaveOut(v.Draft, errors); !ok {
		stops = func(f ledger.Finding) bool { return !v.Policy.asks(f) }
		errors = errorsOf(found, stops)
	}
	whole, changes, acceptance := v.Draft, v.Changes, v.acceptance
	var left []LeftRow
	for d := whole; len(errors) > 0; {
		rest, rows, ok := intake.LeaveOut(d, errors)
		if !ok {
			v.Draft, v.Findings, v.Changes, v.acceptance = whole, found, changes, acceptance
			return nil
		}
		for _, r := range rows {
			left = append(left, LeftRow(r))
		}
		again := bind(rest)
		if err := v.explain(again); err != nil {
			return err
		}
		errors = errorsOf(again, stops)
		v.Findings = append(v.Findings, errors...)
		d, v.Draft = rest, rest
	}
	slices.SortStableFunc(left, func(a, b LeftRow) int {
		return cmp.Or(strings.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Row, b.Row))
	})
	v.LeftOut = left
	v.Findings = slices.DeleteFunc(v.Findings, v.onlyLeftOut)
	return nil
}

// onlyLeftOut reports whether a warning is about rows that are left out alone.
func (v *Preview) onlyLeftOut(f ledger.Finding) bool {
	return f.Severity == ledger.SeverityWarning && f.Args["count"] == "" && v.IsLeftOut(f)
}

// IsLeftOut reports whether a finding points into a row that is left out.
func (v *Preview) IsLeftOut(f ledger.Finding) bool {
	return slices.ContainsFunc(v.LeftOut, func(r LeftRow) bool {
		return intake.Touches(f, ledger.Cell{Sheet: r.Sheet, Ref: fmt.Sprintf("A%d", r.Row)})
	})
}

// errorsOf are the errors among findings that stop their rows.
func errorsOf(findings []ledger.Finding, stops func(ledger.Finding) bool) []ledger.Finding {
	var errors []ledger.Finding
	for _, f := range findings {
		if f.Severity == ledger.SeverityError && stops(f) {
			errors = append(errors, f)
		}
	}
	return errors
}
