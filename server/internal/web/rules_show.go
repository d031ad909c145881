package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

type rulesPage struct {
	Page
	Policy  app.Policy // as stored or, on a form that came back, as chosen
	Kinds   []warningKind
	Windows []periodState
	Typed   string // a period as typed
	Problem string // why the form came back
}

// warningKind is one kind of warning that may ask for an explanation.
type warningKind struct {
	Code, Words string
	Asked       bool
}

// periodState is one period with whether reports for it are taken.
type periodState struct {
	Period ledger.Period
	Closed *app.ClosedPeriod // nil while it is open
	Within bool              // closed with a longer period
}

// rulesShow is 计划与规则.
func (s *server) rulesShow(c echo.Context) error {
	page, err := s.rulesPage(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "rules", page)
}

func (s *server) rulesPage(c echo.Context) (rulesPage, error) {
	base, err := s.programmePage(c, "计划与规则", "rules", c.Param("key"))
	if err != nil {
		return rulesPage{}, err
	}
	page := rulesPage{Page: base}
	rules, err := s.Service.Rules(c.Request().Context(), base.Key())
	if err != nil {
		return page, err
	}
	page.choose(rules.Policy)
	page.Windows = windows(base.Programme.Year, rules)
	return page, nil
}

func (p *rulesPage) choose(policy app.Policy) {
	p.Policy, p.Kinds = policy, nil
	for _, code := range intake.WarningCodes() {
		asked := len(policy.Codes) == 0 || slices.Contains(policy.Codes, code)
		p.Kinds = append(p.Kinds, warningKind{code, intake.Kind(code), asked})
	}
}

// windows are the quarters of the programme's year and whatever else is closed.
func windows(year int, rules app.Rules) []periodState {
	var list []periodState
	for n := 1; n <= 4; n++ {
		list = append(list, periodState{Period: ledger.QuarterOf(year, n)})
	}
	for i := range rules.Closed {
		c := &rules.Closed[i]
		at := slices.IndexFunc(list, func(w periodState) bool { return w.Period == c.Period })
		if at < 0 {
			list = append(list, periodState{Period: c.Period})
			at = len(list) - 1
		}
		list[at].Closed = c
	}
	for i := range list {
		if list[i].Closed == nil {
			if c, ok := rules.ClosedFor(list[i].Period); ok {
				list[i].Closed, list[i].Within = &c, true
			}
		}
	}
	slices.SortStableFunc(list, func(a, b periodState) int {
		switch {
		case a.Period.End().Before(b.Period.End()):
			return -1
		case b.Period.End().Before(a.Period.End()):
			return 1
		}
		return 0
	})
	return list
}
