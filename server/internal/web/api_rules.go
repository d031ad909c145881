package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type policyJSON struct {
	Rows     app.RowsRule     `json:"rows"`
	Warnings app.WarningsRule `json:"warnings"`
	Codes    []string         `json:"codes"` // none: all
}

type rulesJSON struct {
	Policy policyJSON   `json:"policy"`
	Closed []closedJSON `json:"closed"`
}

type closedJSON struct {
	Period string    `json:"period"`
	Actor  app.Actor `json:"actor"`
	At     time.Time `json:"at"`
}

// apiRules are what the office has set for a programme.
func (s *server) apiRules(c echo.Context) error {
	ctx, key := c.Request().Context(), c.Param("key")
	if _, err := s.Ledger.Programme(ctx, key); err != nil {
		return err
	}
	rules, err := s.Service.Rules(ctx, key)
	if err != nil {
		return err
	}
	p := rules.Policy
	answer := rulesJSON{Policy: policyJSON{p.Rows, p.Warnings, append([]string{}, p.Codes...)}, Closed: []closedJSON{}}
	for _, x := range rules.Closed {
		answer.Closed = append(answer.Closed, closedJSON{x.Period.String(), x.Actor, x.At.In(zone)})
	}
	return writeJSON(c, http.StatusOK, answer)
}

// apiPolicySet changes how strictly workbooks are taken.
func (s *server) apiPolicySet(c echo.Context) error {
	var in policyJSON
	if err := readJSON(c, &in); err != nil {
		return err
	}
	policy := app.Policy{Rows: in.Rows, Warnings: in.Warnings, Codes: in.Codes}
	if err := s.Service.SetPolicy(c.Request().Context(), c.Param("key"), policy, app.Browser); err != nil {
		return err
	}
	return s.apiRules(c)
}

// apiPeriodClose takes no more reports for a period.
func (s *server) apiPeriodClose(c echo.Context) error {
	return s.apiPeriodSet(c, s.Service.ClosePeriod)
}

// apiPeriodReopen takes reports for a closed period again.
func (s *server) apiPeriodReopen(c echo.Context) error {
	return s.apiPeriodSet(c, s.Service.ReopenPeriod)
}

func (s *server) apiPeriodSet(c echo.Context, set func(context.Context, string, ledger.Period, app.Actor) error) error {
	period, err := ledger.ParsePeriod(strings.ToUpper(c.Param("period")))
	if err != nil {
		return err
	}
	if err := set(c.Request().Context(), c.Param("key"), period, app.Browser); err != nil {
		return err
	}
	return s.apiRules(c)
}
