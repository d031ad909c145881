package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type callsPage struct {
	Page
	Calls   []app.CallRecord
	Open    int
	Problem string
	At      int64  // the call that was decided on when the page came back
	Reason  string // as typed
}

func (s *server) callsPage(c echo.Context) (callsPage, error) {
	base, err := s.programmePage(c, "来电更正", "submissions", c.Param("key"))
	if err != nil {
		return callsPage{}, err
	}
	page := callsPage{Page: base}
	if page.Calls, err = s.Service.Calls(c.Request().Context(), base.Key()); err != nil {
		return page, err
	}
	for _, call := range page.Calls {
		if call.Decided == nil {
			page.Open++
		}
	}
	return page, nil
}

// callsList is 来电更正: what was told by telephone, waiting or decided on.
func (s *server) callsList(c echo.Context) error {
	page, err := s.callsPage(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "calls", page)
}

// callDecide confirms what was told by telephone, or decides not to take it.
func (s *server) callDecide(c echo.Context) error {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return echo.ErrNotFound
	}
	ctx, key, done := c.Request().Context(), c.Param("key"), "confirmed"
	switch c.FormValue("decision") {
	case "confirm":
		_, err = s.Service.ConfirmCall(ctx, key, id, app.Browser)
	case "drop":
		err, done = s.Service.DropCall(ctx, id, c.FormValue("reason"), app.Browser), "dropped"
	default:
		err = ledger.Errorf(ledger.CodeInvalid, "请选择确认或不采用。")
	}
	if err == nil {
		return seeOther(c, "/p/"+key+"/calls?done="+done)
	}
	if code := ledger.CodeOf(err); code == "" || code == ledger.CodeNotFound {
		return err
	}
	page, perr := s.callsPage(c)
	if perr != nil {
		return perr
	}
	f := failureOf(err, reference(c))
	page.Problem, page.At, page.Reason = f.Detail, id, c.FormValue("reason")
	return s.render(c, f.Status, "calls", page)
}
