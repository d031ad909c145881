package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

// answerJSON is what a person said a column holds.
type answerJSON struct {
	ID        int64     `json:"id"`
	Programme string    `json:"programme"`
	Unit      string    `json:"unit"` // "" counts for all units
	Layout    string    `json:"layout"`
	Head      string    `json:"head"`
	Field     string    `json:"field"`
	Label     string    `json:"label"`
	Actor     app.Actor `json:"actor"`
	At        time.Time `json:"at"`
}

func answersOf(answers []app.ColumnAnswer) []answerJSON {
	list := []answerJSON{}
	for _, a := range answers {
		list = append(list, answerJSON{
			ID: a.ID, Programme: a.Programme, Unit: a.Unit, Layout: a.Layout, Head: a.Head, Field: a.Field,
			Label: a.Label(), Actor: a.Actor, At: a.At.In(zone),
		})
	}
	return list
}

// apiAnswers are a programme's answers that count, newest first.
func (s *server) apiAnswers(c echo.Context) error {
	key, err := wanted(c, "programme", "huaian-2020")
	if err != nil {
		return err
	}
	answers, err := s.Service.ColumnAnswers(c.Request().Context(), key)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, answersOf(answers))
}

// apiAnswersKeep keeps what columns are, for the next time that a table with the
// same head is checked.
func (s *server) apiAnswersKeep(c echo.Context) error {
	var in struct {
		Programme string `json:"programme"`
		Unit      string `json:"unit"`
		Answers   []struct {
			Layout string `json:"layout"`
			Head   string `json:"head"`
			Field  string `json:"field"`
		} `json:"answers"`
	}
	if err := readJSON(c, &in); err != nil {
		return err
	}
	var list []app.ColumnAnswer
	for _, a := range in.Answers {
		list = append(list, app.ColumnAnswer{Programme: in.Programme, Unit: in.Unit, Layout: a.Layout, Head: a.Head, Field: a.Field})
	}
	kept, err := s.Service.AnswerColumns(c.Request().Context(), list, app.Browser)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusCreated, answersOf(kept))
}

// apiAnswerForget takes an answer back.
func (s *server) apiAnswerForget(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	if _, err := s.Service.ForgetAnswer(c.Request().Context(), id, app.Browser); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
