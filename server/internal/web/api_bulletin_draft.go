package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// apiBulletinDraft drafts the bulletin of a period, or answers with the one
// that exists.
func (s *server) apiBulletinDraft(c echo.Context) error {
	var in struct {
		Programme string           `json:"programme"`
		Period    string           `json:"period"`
		Edition   bulletin.Edition `json:"edition"` // internal where it is left out
	}
	if err := readJSON(c, &in); err != nil {
		return err
	}
	period, err := ledger.ParsePeriod(in.Period)
	if err != nil {
		return err
	}
	if in.Edition == "" {
		in.Edition = bulletin.Internal
	}
	if in.Edition != bulletin.Internal && in.Edition != bulletin.Public {
		return ledger.Errorf(ledger.CodeInvalid, "edition 只能是 internal（内部版）或 public（公开版）。")
	}
	record, err := s.Service.DraftBulletin(c.Request().Context(), in.Programme, period, in.Edition, app.Browser)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, bulletinOf(record))
}
