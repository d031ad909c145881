package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

type submissionJSON struct {
	ID        int64         `json:"id"`
	Programme string        `json:"programme"`
	File      string        `json:"file"`
	SHA256    string        `json:"sha256"`
	Layout    string        `json:"layout"`
	Unit      string        `json:"unit"`
	Period    string        `json:"period"` // "" of a plan
	Actor     app.Actor     `json:"actor"`
	At        time.Time     `json:"at"`
	Rows      int           `json:"rows"`
	Current   bool          `json:"current"`
	Changes   []changeJSON  `json:"changes"`
	Findings  []findingJSON `json:"findings"`
}

// changeJSON is one difference with the ledger.
type changeJSON struct {
	Project string `json:"project"`
	Name    string `json:"name"`
	Field   string `json:"field"`
	Old     string `json:"old"`
	New     string `json:"new"`
	Cell    string `json:"cell"` // "Sheet!A7"
}

func changesOf(changes []app.Change) []changeJSON {
	list := []changeJSON{}
	for _, ch := range changes {
		one := changeJSON{Project: ch.Project, Name: ch.Name, Field: ch.Field, Old: ch.Old, New: ch.New}
		if ch.Cell.Ref != "" {
			one.Cell = ch.Cell.Sheet + "!" + ch.Cell.Ref
		}
		list = append(list, one)
	}
	return list
}

func (s *server) submissionOf(sub app.Submission) submissionJSON {
	return submissionJSON{
		ID: sub.ID, Programme: sub.Programme, File: sub.File, SHA256: sub.SHA256, Layout: sub.Layout, Unit: sub.Unit,
		Period: sub.Period.String(), Actor: sub.Actor, At: sub.At.In(zone), Rows: sub.Rows, Current: sub.Current,
		Changes: changesOf(sub.Changes), Findings: s.findingsOf(sub.Findings),
	}
}

// apiSubmissions lists what a programme was given, or all, newest first.
func (s *server) apiSubmissions(c echo.Context) error {
	submissions, err := s.Ledger.Submissions(c.Request().Context(), c.QueryParam("programme"))
	if err != nil {
		return err
	}
	list := []submissionJSON{}
	for _, sub := range submissions {
		list = append(list, s.submissionOf(sub))
	}
	return writeJSON(c, http.StatusOK, list)
}

// apiSubmission is one accepted workbook.
func (s *server) apiSubmission(c echo.Context) error {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || id <= 0 {
		return echo.ErrNotFound
	}
	sub, err := s.Ledger.Submission(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, s.submissionOf(sub))
}
