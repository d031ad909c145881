package intake

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// CheckJSON is the object that `check --json` prints for one file, on one
// line. Decimals are strings, what is absent is null or left out.
func CheckJSON(d *Draft, findings []ledger.Finding) ([]byte, error) {
	return CheckNoticeJSON(d, findings, nil)
}

// CheckNoticeJSON is CheckJSON with what a notice says of itself; nil is none.
func CheckNoticeJSON(d *Draft, findings []ledger.Finding, notice any) ([]byte, error) {
	out := checkFile{
		File: d.File, Format: d.Format, Layout: string(d.Layout), Title: d.Title,
		Year: orNil(d.Year), Period: orNil(d.Period.String()), Reporter: orNil(d.Reporter),
		Rows:  checkRowCount{d.Rows.Seen, d.Rows.Accepted, d.Rows.Rejected, d.Rows.Blank},
		Other: []checkOther{}, Projects: []checkProject{}, Progress: []checkProgress{},
		Matters: []checkMatter{}, Questions: []checkQuestion{}, Findings: []checkFinding{}, Notice: notice,
	}
	out.Projects = slices.Grow(out.Projects, len(d.Projects))
	out.Progress = slices.Grow(out.Progress, len(d.Progress))
	for _, o := range d.Other {
		out.Other = append(out.Other, checkOther(o))
	}
	for i := range d.Projects {
		out.Projects = append(out.Projects, projectJSON(&d.Projects[i]))
	}
	for i := range d.Progress {
		out.Progress = append(out.Progress, progressJSON(&d.Progress[i]))
	}
	for i := range d.Matters {
		out.Matters = append(out.Matters, matterJSON(&d.Matters[i]))
	}
	for _, a := range d.Allocations {
		out.Allocations = append(out.Allocations, checkShare{
			Cell: place(a.Cell), Series: a.Series, No: a.No, Sub: a.Sub, Name: a.Name, Target: a.Target,
			Unit: a.Unit, Quantity: a.Quantity.String(), Measure: a.Measure, Of: a.Of,
		})
	}
	for _, f := range d.Fundings {
		out.Funding = append(out.Funding, checkMoney{
			Cell: place(f.Cell), Series: f.Series, No: f.No, Sub: f.Sub, Name: f.Name, Kind: f.Kind,
			Source: f.Source, Amount: text(f.Amount), Measure: "万元", Open: f.Open,
		})
	}
	for i := range d.Questions {
		out.Questions = append(out.Questions, questionJSON(&d.Questions[i]))
	}
	for _, o := range d.Offers {
		out.Offers = append(out.Offers, checkOffer{place(o.Cell), o.Text, o.Figures, o.Taken})
	}
	for _, f := range findings {
		out.Findings = append(out.Findings, checkFinding{
			string(f.Severity), f.Code, f.Sheet, f.Cell, Message(f), Hint(f),
		})
	}
	b, err := json.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("check as JSON: %w", err)
	}
	return b, nil
}

type checkFile struct {
	File        string          `json:"file"`
	Format      string          `json:"format"`
	Layout      string          `json:"layout"`
	Title       string          `json:"title"`
	Year        *int            `json:"year"`
	Period      *string         `json:"period"`
	Reporter    *string         `json:"reporter"`
	Rows        checkRowCount   `json:"rows"`
	Other       []checkOther    `json:"other"`
	Projects    []checkProject  `json:"projects"`
	Progress    []checkProgress `json:"progress"`
	Allocations []checkShare    `json:"allocations,omitempty"`
	Funding     []checkMoney    `json:"funding,omitempty"`
	Matters     []checkMatter   `json:"matters"`
	Questions   []checkQuestion `json:"questions"`
	Offers      []checkOffer    `json:"offers,omitempty"`
	Findings    []checkFinding  `json:"findings"`
	Notice      any             `json:"notice,omitempty"`
}

type checkOffer struct {
	Cell    string          `json:"cell"`
	Text    string          `json:"text"`
	Figures []OfferedFigure `json:"figures"`
	Taken   bool            `json:"taken"`
}

type checkRowCount struct {
	Seen     int `json:"seen"`
	Accepted int `json:"accepted"`
	Rejected int `json:"rejected"`
	Blank    int `json:"blank"`
}

type checkOther struct {
	Sheet string `json:"sheet"`
	Row   int    `json:"row"`
	As    string `json:"as"`
}

type checkProject struct {
	Cell         string            `json:"cell"`
	Series       string            `json:"series"`
	No           string            `json:"no"`
	Sub          string            `json:"sub"`
	Category     *string           `json:"category"`
	Name         string            `json:"name"`
	Content      string            `json:"content"`
	Nature       *string           `json:"nature"`
	Leads        []string          `json:"leads"`
	Locals       []string          `json:"locals"`
	Partners     []string          `json:"partners"`
	Leaders      []string          `json:"leaders"`
	NoTask       bool              `json:"noTask"`
	Deadline     *string           `json:"deadline"`
	DeadlineText *string           `json:"deadlineText"`
	Phase        *checkPhase       `json:"phase"`
	Targets      []checkTarget     `json:"targets"`
	Milestones   []checkMilestone  `json:"milestones"`
	Allocations  []checkAllocation `json:"allocations"`
	Total        *string           `json:"total"`
	Planned      *string           `json:"planned"`
	Funding      []checkFunding    `json:"funding"`
}

type checkPhase struct {
	Due     string `json:"due"`
	Text    string `json:"text"`
	Lasting bool   `json:"lasting"`
}

type checkTarget struct {
	ID            string      `json:"id"`
	Text          string      `json:"text"`
	Kind          string      `json:"kind"`
	Quantity      *string     `json:"quantity"`
	Measure       *string     `json:"measure"`
	Comparator    string      `json:"comparator"`
	Baseline      *string     `json:"baseline"`
	LowerIsBetter bool        `json:"lowerIsBetter"`
	Parts         []checkPart `json:"parts,omitempty"`
	Cell          string      `json:"cell"`
}

type checkPart struct {
	Name     string `json:"name"`
	Quantity string `json:"quantity"`
	Measure  string `json:"measure"`
	Of       bool   `json:"of"`
}

type checkMilestone struct {
	Period string        `json:"period"`
	Due    string        `json:"due"`
	Text   string        `json:"text"`
	Expect []checkExpect `json:"expect"`
	Cell   string        `json:"cell"`
}

type checkExpect struct {
	Target     string  `json:"target"`
	Part       *string `json:"part"`
	Aspect     string  `json:"aspect"`
	Percent    *string `json:"percent"`
	Quantity   *string `json:"quantity"`
	Cumulative bool    `json:"cumulative"`
	OfWork     bool    `json:"ofWork,omitempty"`
}

type checkAllocation struct {
	Target   string  `json:"target"`
	Part     *string `json:"part"`
	Unit     string  `json:"unit"`
	Quantity string  `json:"quantity"`
	Of       bool    `json:"of,omitempty"`
	Cell     string  `json:"cell"`
}

type checkFunding struct {
	Source  string  `json:"source"`
	Amount  *string `json:"amount"`
	Measure string  `json:"measure"`
	Open    bool    `json:"open"`
}

type checkShare struct {
	Cell     string `json:"cell"`
	Series   string `json:"series"`
	No       string `json:"no"`
	Sub      string `json:"sub"`
	Name     string `json:"name"`
	Target   string `json:"target"`
	Unit     string `json:"unit"`
	Quantity string `json:"quantity"`
	Measure  string `json:"measure"`
	Of       bool   `json:"of"`
}

type checkMoney struct {
	Cell    string  `json:"cell"`
	Series  string  `json:"series"`
	No      string  `json:"no"`
	Sub     string  `json:"sub"`
	Name    string  `json:"name"`
	Kind    string  `json:"kind"`
	Source  string  `json:"source"`
	Amount  *string `json:"amount"`
	Measure string  `json:"measure"`
	Open    bool    `json:"open"`
}

type checkProgress struct {
	Cell            string  `json:"cell"`
	Series          string  `json:"series"`
	No              string  `json:"no"`
	Sub             string  `json:"sub"`
	Name            string  `json:"name"`
	Unit            *string `json:"unit"`
	Indicator       *string `json:"indicator"`
	Period          *string `json:"period"`
	Measure         *string `json:"measure"`
	Target          *string `json:"target"`
	Started         *string `json:"started"`
	StartedPercent  *string `json:"startedPercent"`
	Cumulative      *string `json:"cumulative"`
	Finished        *string `json:"finished"`
	FinishedPercent *string `json:"finishedPercent"`
	Rate            *string `json:"rate"`
	Declared        *string `json:"declared"`
	PhaseReached    bool    `json:"phaseReached,omitempty"`
	Planned         *string `json:"planned"`
	Invested        *string `json:"invested"`
	FundsInPlace    *string `json:"fundsInPlace"`
	Stage           *string `json:"stage"`
	Problems        *string `json:"problems"`
	Next            *string `json:"next"`
	Request         *string `json:"request"`
	NoTask          bool    `json:"noTask,omitempty"`
	LowerIsBetter   bool    `json:"lowerIsBetter"`
}

type checkMatter struct {
	Cell         string  `json:"cell"`
	No           string  `json:"no"`
	Content      string  `json:"content"`
	Source       *string `json:"source"`
	Received     *string `json:"received"`
	Unit         *string `json:"unit"`
	State        *string `json:"state"`
	Closed       *string `json:"closed"`
	Due          *string `json:"due,omitempty"`
	Satisfaction *string `json:"satisfaction"`
	Supervised   bool    `json:"supervised"`
}

type checkFinding struct {
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Sheet    string `json:"sheet"`
	Cell     string `json:"cell"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
}

func projectJSON(p *ledger.Project) checkProject {
	out := checkProject{
		Cell: place(p.Cell), Series: p.ID.Series, No: p.ID.No, Sub: p.ID.Sub,
		Category: orNil(p.Category), Name: p.Name, Content: p.Content, Nature: orNil(p.Nature),
		Leads: names(p, ledger.Lead), Locals: names(p, ledger.Local),
		Partners: names(p, ledger.Partner), Leaders: names(p, ledger.Leader), NoTask: p.NoTask,
		Deadline: orNil(p.Deadline.String()), DeadlineText: orNil(p.DeadlineText),
		Targets: []checkTarget{}, Milestones: []checkMilestone{},
		Allocations: []checkAllocation{}, Funding: []checkFunding{},
		Total: text(p.Total), Planned: text(p.Planned),
	}
	if p.Phase != nil {
		out.Phase = &checkPhase{p.Phase.Due.String(), p.Phase.Text, p.Phase.Lasting}
	}
	for _, t := range p.Targets {
		ct := checkTarget{
			ID: t.ID, Text: t.Text, Kind: string(t.Kind), Quantity: text(t.Quantity), Measure: orNil(t.Measure),
			Comparator: string(t.Comparator), Baseline: text(t.Baseline), LowerIsBetter: t.LowerIsBetter, Cell: place(t.Cell),
		}
		for _, part := range t.Parts {
			ct.Parts = append(ct.Parts, checkPart{part.Name, part.Quantity.String(), part.Measure, part.Of})
		}
		out.Targets = append(out.Targets, ct)
	}
	for _, m := range p.Milestones {
		cm := checkMilestone{Period: m.Period, Due: m.Due.String(), Text: m.Text, Expect: []checkExpect{}, Cell: place(m.Cell)}
		for _, e := range m.Expect {
			cm.Expect = append(cm.Expect, checkExpect{
				Target: e.Target, Part: orNil(e.Part), Aspect: string(e.Aspect), Percent: text(e.Percent),
				Quantity: text(e.Quantity), Cumulative: e.Cumulative, OfWork: e.OfWork,
			})
		}
		out.Milestones = append(out.Milestones, cm)
	}
	for _, a := range p.Allocations {
		out.Allocations = append(out.Allocations, checkAllocation{
			a.Target, orNil(a.Part), a.Unit, a.Quantity.String(), a.Of, place(a.Cell),
		})
	}
	for _, f := range p.Funding {
		out.Funding = append(out.Funding, checkFunding{f.Source, text(f.Amount), "万元", f.Open})
	}
	return out
}

func progressJSON(p *ProgressRow) checkProgress {
	return checkProgress{
		Cell: place(p.Cell), Series: p.Series, No: p.No, Sub: p.Sub, Name: p.Name,
		Unit: orNil(firstOf(p.Area, p.Unit)), Indicator: orNil(p.Indicator), Period: orNil(p.Period),
		Measure: orNil(p.Measure), Target: text(p.Target), Started: text(p.Started),
		StartedPercent: text(p.StartedPercent), Cumulative: text(p.Cumulative), Finished: text(p.Finished),
		FinishedPercent: text(p.FinishedPercent), Rate: text(p.CumulativePercent), Declared: orNil(p.Declared),
		PhaseReached: p.PhaseReached, Planned: text(p.Planned), Invested: text(p.Invested), FundsInPlace: text(p.InPlace),
		Stage: orNil(p.StageText), Problems: orNil(p.Problems), Next: orNil(p.Next), Request: orNil(p.Request),
		NoTask: p.NoTask, LowerIsBetter: p.LowerIsBetter,
	}
}

func matterJSON(m *MatterRow) checkMatter {
	return checkMatter{
		Cell: place(m.Cell), No: m.No, Content: m.Content, Source: orNil(m.Source), Received: orNil(m.Received.String()),
		Unit: orNil(m.Unit), State: orNil(m.StateText), Closed: orNil(m.Closed.String()), Due: orNil(m.Due.String()),
		Satisfaction: orNil(m.Satisfaction), Supervised: m.Supervised,
	}
}

// place is 项目表!A3.
func place(c ledger.Cell) string {
	c.File = ""
	return c.String()
}

func names(p *ledger.Project, role ledger.Role) []string {
	if list := p.Names(role); list != nil {
		return list
	}
	return []string{}
}

func text(d *decimal.Decimal) *string {
	if d == nil {
		return nil
	}
	s := d.String()
	return &s
}

func orNil[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
