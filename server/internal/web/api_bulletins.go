package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
)

type bulletinJSON struct {
	ID        int64             `json:"id"`
	Programme string            `json:"programme"`
	Period    string            `json:"period"`
	Edition   bulletin.Edition  `json:"edition"`
	Number    int               `json:"number"`
	State     app.BulletinState `json:"state"`
	Title     string            `json:"title"`
	Words     map[string]string `json:"words,omitempty"` // by section, not in lists
	IssuedAt  *time.Time        `json:"issuedAt,omitempty"`
	PDF       *fileJSON         `json:"pdf,omitempty"`
	XLSX      *fileJSON         `json:"xlsx,omitempty"`
	DOCX      *fileJSON         `json:"docx,omitempty"` // absent where an earlier version issued it
}

type fileJSON struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

func bulletinOf(b app.BulletinRecord) bulletinJSON {
	out := bulletinJSON{
		ID: b.ID, Programme: b.Programme, Period: b.Period.String(), Edition: b.Edition,
		Number: b.Number, State: b.State, Title: b.Title, Words: b.Words,
	}
	if b.State == app.Issued {
		at := b.IssuedAt.In(zone)
		out.IssuedAt = &at
		out.PDF, out.XLSX, out.DOCX = fileOf(b.PDF), fileOf(b.XLSX), fileOf(b.DOCX)
	}
	return out
}

// fileOf is a file as the API tells it, nil for none.
func fileOf(f app.File) *fileJSON {
	if f.SHA256 == "" {
		return nil
	}
	return &fileJSON{f.Name, f.SHA256, f.Size}
}

// apiBulletins lists the bulletins of a programme, or of all.
func (s *server) apiBulletins(c echo.Context) error {
	records, err := s.Ledger.Bulletins(c.Request().Context(), c.QueryParam("programme"))
	if err != nil {
		return err
	}
	list := []bulletinJSON{}
	for _, b := range records {
		list = append(list, bulletinOf(b))
	}
	return writeJSON(c, http.StatusOK, list)
}

// apiBulletin is one bulletin: ID as JSON, ID.pdf, ID.docx and ID.xlsx as files.
func (s *server) apiBulletin(c echo.Context) error {
	number, kind, isFile := strings.Cut(c.Param("id"), ".")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil || id <= 0 {
		return echo.ErrNotFound
	}
	if isFile {
		if mediaTypes[kind] == "" {
			return echo.ErrNotFound
		}
		return s.sendBulletin(c, id, kind, false)
	}
	record, err := s.Ledger.Bulletin(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, bulletinOf(record))
}
