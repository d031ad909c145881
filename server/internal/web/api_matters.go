package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type mattersJSON struct {
	AsOf    string                     `json:"asOf"`
	Total   int                        `json:"total"`
	Counts  map[ledger.MatterState]int `json:"counts"`
	Overdue int                        `json:"overdue"`
	// SettledRate is 办结率 in percent, null where no matter counts in it.
	SettledRate *string      `json:"settledRate"`
	Matters     []matterJSON `json:"matters"`
}

type matterJSON struct {
	No           string             `json:"no"`
	Content      string             `json:"content"`
	Source       string             `json:"source"`
	Received     string             `json:"received"`
	Due          string             `json:"due"`
	Unit         string             `json:"unit"`
	Partners     []string           `json:"partners"`
	State        ledger.MatterState `json:"state"`
	StateText    string             `json:"stateText"`
	Closed       string             `json:"closed"`
	Overdue      bool               `json:"overdue"`
	Satisfaction string             `json:"satisfaction"`
	Supervised   bool               `json:"supervised"`
	Project      *string            `json:"project"`
	Submission   int64              `json:"submission"`
	From         string             `json:"from"` // file!sheet!cell
}

func matterOf(m *ledger.Matter, today ledger.Date) matterJSON {
	out := matterJSON{
		No: m.No, Content: m.Content, Source: m.Source, Received: m.Received.String(), Due: m.DueBy().String(),
		Unit: m.Unit, Partners: append([]string{}, m.Partners...), State: m.State, StateText: m.StateText,
		Closed: m.Closed.String(), Overdue: m.Overdue(today), Satisfaction: m.Satisfaction, Supervised: m.Supervised,
		Submission: m.Submission, From: m.Cell.String(),
	}
	if m.Project != nil {
		id := m.Project.String()
		out.Project = &id
	}
	return out
}

// apiMatters are a programme's matters, narrowed as the page is; the counts are
// of all.
func (s *server) apiMatters(c echo.Context) error {
	l, err := s.Service.Matters(c.Request().Context(), c.Param("key"), matterFilter(c))
	if err != nil {
		return err
	}
	out := mattersJSON{AsOf: l.Today.String(), Total: l.Counts.Total, Overdue: l.Counts.Overdue, Counts: map[ledger.MatterState]int{}, Matters: []matterJSON{}}
	for _, state := range ledger.MatterStates {
		out.Counts[state] = l.Counts.By[state]
	}
	if rate, ok := l.Counts.SettledRate(); ok {
		text := rate.Fixed(6)
		out.SettledRate = &text
	}
	for i := range l.Rows {
		out.Matters = append(out.Matters, matterOf(&l.Rows[i], l.Today))
	}
	return writeJSON(c, http.StatusOK, out)
}

type matterVersionJSON struct {
	matterJSON
	Actor   app.Actor `json:"actor"`
	At      time.Time `json:"at"`
	Current bool      `json:"current"`
}

// apiMatter is one matter with all its versions, newest first.
func (s *server) apiMatter(c echo.Context) error {
	versions, err := s.Service.Matter(c.Request().Context(), c.Param("key"), pathParam(c, "no"))
	if err != nil {
		return err
	}
	list := []matterVersionJSON{}
	for i := range versions {
		v := &versions[i]
		list = append(list, matterVersionJSON{matterOf(&v.Matter, today(s.Clock())), v.Actor, v.At.In(zone), v.Current})
	}
	return writeJSON(c, http.StatusOK, list)
}
