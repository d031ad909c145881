package app

import (
	"context"
	"encoding/json"
	"fmt"

	"tongbao/server/ledger"
)

// Export is a programme judged at the end of a period, as one JSON object:
// every project with expectation, actual, rate, verdict and the cells behind
// them. Rates and differences are percentages as decimal strings to six
// places; "shown" is what the bulletin prints.
func (s *Service) Export(ctx context.Context, key string, p ledger.Period) ([]byte, error) {
	summary, err := s.Judge(ctx, key, p)
	if err != nil {
		return nil, err
	}
	return ExportJSON(summary)
}

// ExportJSON is a judged programme as Export gives it.
func ExportJSON(summary *ledger.Summary) ([]byte, error) {
	data, err := json.Marshal(exportSummary(summary))
	if err != nil {
		return nil, fmt.Errorf("export %s %s: %w", summary.Programme.Key, summary.Period, err)
	}
	return data, nil
}

type exportObject struct {
	Programme string `json:"programme"`
	Period    string `json:"period"`
	AsOf      string `json:"asOf"`
	exportSeries
	Series map[string]exportSeries `json:"series,omitempty"`
}

type exportSeries struct {
	Total          int             `json:"total"`
	Due            int             `json:"due"`
	Reported       int             `json:"reported"`
	Counts         map[string]int  `json:"counts"`
	NoTask         int             `json:"noTask"`
	OnScheduleRate *exportShare    `json:"onScheduleRate,omitempty"`
	Investment     *exportMoney    `json:"investment,omitempty"`
	Projects       []exportProject `json:"projects"`
	Units          []exportUnit    `json:"units"`
	Areas          []exportArea    `json:"areas"`
}

type exportShare struct {
	Value string `json:"value"`
	Shown string `json:"shown"`
}

type exportMoney struct {
	Planned string `json:"planned"`
	Done    string `json:"done"`
	Share   string `json:"share"`
	Shown   string `json:"shown"`
}

type exportProject struct {
	Series   string         `json:"series"`
	No       string         `json:"no"`
	Sub      string         `json:"sub,omitempty"`
	Name     string         `json:"name"`
	Category string         `json:"category,omitempty"`
	Reporter string         `json:"reporter,omitempty"`
	Leads    []string       `json:"leads"`
	Locals   []string       `json:"locals"`
	Partners []string       `json:"partners"`
	Deadline string         `json:"deadline"`
	Basis    ledger.Basis   `json:"basis"`
	Verdict  ledger.Verdict `json:"verdict"`
	Reported bool           `json:"reported"`
	Self     bool           `json:"selfAssessed,omitempty"`
	Declared string         `json:"declared,omitempty"`
	Stage    string         `json:"stage,omitempty"`
	Problems string         `json:"problems,omitempty"`
	Next     string         `json:"next,omitempty"`
	// TimeShare is 时间进度（参考）.
	TimeShare string         `json:"timeShare"`
	Targets   []exportTarget `json:"targets"`
	From      []string       `json:"from,omitempty"`
}

type exportTarget struct {
	Target     string         `json:"target"`
	Text       string         `json:"text"`
	Aspect     ledger.Aspect  `json:"aspect"`
	Quantity   string         `json:"quantity,omitempty"`
	Measure    string         `json:"measure,omitempty"`
	Done       string         `json:"done"`
	Rate       string         `json:"rate"`
	Expected   string         `json:"expected"`
	Difference string         `json:"difference"`
	Shown      exportShown    `json:"shown"`
	Verdict    ledger.Verdict `json:"verdict"`
	From       []string       `json:"from"`
}

type exportShown struct {
	Rate       string `json:"rate"`
	Difference string `json:"difference"`
	Gap        string `json:"gap,omitempty"`
}

type exportUnit struct {
	Unit    string `json:"unit"`
	Reports int    `json:"reports"`
	Met     int    `json:"met"`
	Rank    *int   `json:"rank"`
}

type exportArea struct {
	Unit        string             `json:"unit"`
	Kind        ledger.UnitKind    `json:"kind"`
	Allocations int                `json:"allocations"`
	Rate        *string            `json:"rate"`
	Rank        *int               `json:"rank"`
	Shares      []exportAllocation `json:"shares"`
}

type exportAllocation struct {
	Project  string  `json:"project"`
	Target   string  `json:"target"`
	Quantity string  `json:"quantity"`
	Done     *string `json:"done"`
	Rate     *string `json:"rate"`
}

func exportSummary(s *ledger.Summary) exportObject {
	out := exportObject{
		Programme: s.Programme.Key, Period: s.Period.String(), AsOf: s.AsOf.String(),
		exportSeries: exportOne(s.Programme, &s.Main),
	}
	for i := range s.Others {
		if out.Series == nil {
			out.Series = map[string]exportSeries{}
		}
		out.Series[s.Others[i].Series] = exportOne(s.Programme, &s.Others[i])
	}
	return out
}

func exportOne(p *ledger.Programme, s *ledger.SeriesSummary) exportSeries {
	out := exportSeries{
		Total: s.Counts.Total, Due: s.Due, Reported: s.Reported, NoTask: s.Counts.NoTask,
		Counts:   map[string]int{},
		Projects: []exportProject{}, Units: []exportUnit{}, Areas: []exportArea{},
	}
	for _, v := range ledger.Verdicts {
		out.Counts[string(v)] = s.Counts.Of(v)
	}
	if rate, ok := s.Counts.OnScheduleRate(); ok {
		out.OnScheduleRate = &exportShare{rate.Fixed(6), rate.Shown(1) + "%"}
	}
	if share, ok := s.Investment.Share(); ok {
		out.Investment = &exportMoney{
			Planned: s.Investment.Planned.String(), Done: s.Investment.Done.String(),
			Share: share.Fixed(6), Shown: share.Shown(1) + "%",
		}
	}
	for i := range s.Standings {
		out.Projects = append(out.Projects, exportStanding(p, &s.Standings[i]))
	}
	for _, u := range s.Units {
		x := exportUnit{Unit: u.Unit.Name, Reports: u.Reports, Met: u.ReportsMet}
		if u.Rank > 0 {
			x.Rank = &u.Rank
		}
		out.Units = append(out.Units, x)
	}
	for _, a := range s.Areas {
		out.Areas = append(out.Areas, exportAreaStanding(a))
	}
	return out
}

func exportStanding(p *ledger.Programme, st *ledger.Standing) exportProject {
	pr := st.Project
	out := exportProject{
		Series: pr.ID.Series, No: pr.ID.No, Sub: pr.ID.Sub, Name: pr.Name, Category: pr.Category,
		Reporter: st.Reporter, Leads: names(pr, ledger.Lead), Locals: names(pr, ledger.Local), Partners: names(pr, ledger.Partner),
		Deadline: pr.Deadline.String(), Basis: st.Basis, Verdict: st.Verdict, Reported: st.Reported, Self: st.SelfAssessed,
		Stage: string(st.Stage), TimeShare: st.TimeShare.Fixed(6), Targets: []exportTarget{},
	}
	if out.Category == "" && p.ItemWord != "" {
		out.Category = pr.Name
	}
	if r := st.Report; r != nil {
		out.Declared, out.Problems, out.Next = string(r.Declared), r.Problems, r.Next
		out.From = []string{r.Cell.String()}
	}
	for i := range st.Targets {
		out.Targets = append(out.Targets, exportTargetStanding(&st.Targets[i]))
	}
	return out
}

func exportTargetStanding(t *ledger.TargetStanding) exportTarget {
	rate, _, difference := ledger.ShownDifference(t.Rate, t.Expected)
	out := exportTarget{
		Target: t.Target.ID, Text: t.Target.Text, Aspect: t.Aspect, Measure: t.Target.Measure,
		Done: t.Done.String(), Rate: t.Rate.Fixed(6), Expected: t.Expected.Shown(6), Difference: t.Difference.Fixed(6),
		Shown:   exportShown{Rate: rate + "%", Difference: difference},
		Verdict: t.Verdict, From: []string{},
	}
	if t.Target.Quantity != nil {
		out.Quantity = t.Target.Quantity.String()
	}
	if t.OfWork { // what is done is a percent of the works, not a number of things
		out.Quantity, out.Measure = "100", "%"
	}
	if t.Gap.IsPositive() {
		out.Shown.Gap = t.Gap.String() + t.Target.Measure
	}
	for _, c := range t.From {
		if c.Ref != "" {
			out.From = append(out.From, c.String())
		}
	}
	return out
}

func exportAreaStanding(a ledger.AreaStanding) exportArea {
	out := exportArea{Unit: a.Unit.Name, Kind: a.Unit.Kind, Allocations: len(a.Shares), Shares: []exportAllocation{}}
	if a.Rated {
		out.Rate, out.Rank = pointer(a.Rate.Fixed(6)), pointer(a.Rank)
	}
	for _, s := range a.Shares {
		x := exportAllocation{Project: s.Project.String(), Target: s.Target.ID, Quantity: s.Quantity.String()}
		if s.Done != nil {
			x.Done = pointer(s.Done.String())
		}
		if s.Told() {
			x.Rate = pointer(s.Rate.Fixed(6))
		}
		out.Shares = append(out.Shares, x)
	}
	return out
}

func names(pr *ledger.Project, role ledger.Role) []string {
	if out := pr.Names(role); out != nil {
		return out
	}
	return []string{}
}

func pointer[T any](v T) *T { return &v }
