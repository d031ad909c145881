package web

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

// answerForget takes back what was kept of a column: it is asked about again.
func (s *server) answerForget(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	answer, err := s.Service.ForgetAnswer(c.Request().Context(), id, app.Browser)
	if err != nil {
		return err
	}
	return seeOther(c, "/p/"+url.PathEscape(answer.Programme)+"/units?done=forgotten#answers")
}
