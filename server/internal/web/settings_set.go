package web

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// settingsPage is the form of how a programme is judged and what its bulletins
// say.
type settingsPage struct {
	Page
	correction
	Form   app.SettingsForm
	Effect *effect
	// Counts are the latest period's projects by verdict, as they stand and as the
	// form would have them; none while no period has reports.
	Counts []verdictChange
}

// verdictChange is how many projects have a verdict before and after.
type verdictChange struct {
	Verdict       ledger.Verdict
	Before, After int
}

func (s *server) settingsPage(c echo.Context) (settingsPage, error) {
	base, err := s.programmePage(c, "研判规则和通报用语", "rules", c.Param("key"))
	return settingsPage{Page: base}, err
}

// settingsShow is the form as the programme stands.
func (s *server) settingsShow(c echo.Context) error {
	page, err := s.settingsPage(c)
	if err != nil {
		return err
	}
	page.Form, page.Effect = app.SettingsOf(page.Programme), newEffect(page.Programme, page.Period.String())
	if page.Seen, err = app.Seen(&app.Snapshot{Programme: page.Programme}, app.EditSettings{}); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "settings", page)
}

// settingsSet changes the settings: the first time it shows what would change,
// the second time it stores that.
func (s *server) settingsSet(c echo.Context) error {
	page, err := s.settingsPage(c)
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return ledger.Errorf(ledger.CodeInvalid, "表单没有完整收到，请重新提交。")
	}
	page.Form, page.correction = readSettings(values), readCorrection(c)
	next := *page.Programme
	wrong := app.Refusals(nil)
	if err := page.Form.Apply(&next); errors.As(err, &wrong) {
		page.Wrong, page.Shown = wrong, ""
		page.Problem = fmt.Sprintf("有%d处没有填对，已在下面标明，其余内容都还在。", len(wrong))
		page.Effect = newEffect(page.Programme, page.Period.String())
		return s.render(c, http.StatusUnprocessableEntity, "settings", page)
	}
	page.Effect = newEffect(&next, page.Period.String())
	done, status, err := s.correct(c, &page.correction, app.Correction{Programme: page.Key(), Edit: app.EditSettings{Form: page.Form}})
	if err != nil {
		return err
	}
	if done {
		return seeOther(c, "/p/"+page.Key()+"/rules?done=settings")
	}
	if page.Changes.Count > 0 && !page.Period.IsZero() {
		if page.Counts, err = s.verdictChanges(c, page); err != nil {
			return err
		}
	}
	return s.render(c, status, "settings", page)
}

// verdictChanges compare the page's period as it is judged now with how the form
// would have it.
func (s *server) verdictChanges(c echo.Context, page settingsPage) ([]verdictChange, error) {
	before, after, err := s.Service.TrySettings(c.Request().Context(), page.Key(), page.Period, page.Form)
	if err != nil {
		return nil, err
	}
	var list []verdictChange
	for _, v := range ledger.Verdicts {
		one := verdictChange{v, before.Main.Counts.Of(v), after.Main.Counts.Of(v)}
		if one.Before+one.After > 0 {
			list = append(list, one)
		}
	}
	return list, nil
}
