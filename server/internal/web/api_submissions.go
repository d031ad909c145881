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
	Rows      int           `json:"rows"` // accepted
	Rejected  int           `json:"rejected"`
	Blank     int           `json:"blank"`
	Current   bool          `json:"current"`
	Undone    *undoneJSON   `json:"undone"` // null unless it was taken back
	LeftOut   []leftRowJSON `json:"leftOut"`
	Changes   []changeJSON  `json:"changes"`
	Findings  []findingJSON `json:"findings"`
}

type undoneJSON struct {
	Actor  app.Actor `json:"actor"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// leftRowJSON is a row that was not taken. It has no findings where it only
// belongs to the project of a faulty row.
type leftRowJSON struct {
	Sheet    string        `json:"sheet"`
	Row      int           `json:"row"`
	Label    string        `json:"label"`
	Findings []findingJSON `json:"findings"`
}

func (s *server) leftOutOf(rows []app.LeftRow) []leftRowJSON {
	list := []leftRowJSON{}
	for _, r := range rows {
		list = append(list, leftRowJSON{r.Sheet, r.Row, r.Label, s.findingsOf(r.Findings)})
	}
	return list
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
	var undone *undoneJSON
	if u := sub.Undone; u != nil {
		undone = &undoneJSON{u.By, u.At.In(zone), u.Reason}
	}
	return submissionJSON{
		ID: sub.ID, Programme: sub.Programme, File: sub.File, SHA256: sub.SHA256, Layout: sub.Layout, Unit: sub.Unit,
		Period: sub.Period.String(), Actor: sub.Actor, At: sub.At.In(zone), Rows: sub.Rows, Rejected: sub.Rejected, Blank: sub.Blank,
		Current: sub.Current, Undone: undone, LeftOut: s.leftOutOf(sub.LeftOut),
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
