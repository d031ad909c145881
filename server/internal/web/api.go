package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func writeJSON(c echo.Context, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, body)
}

type programmeJSON struct {
	Key        string   `json:"key"`
	Government string   `json:"government"`
	Title      string   `json:"title"`
	Year       int      `json:"year"`
	Sample     bool     `json:"sample"`
	Periods    []string `json:"periods"`
}

// apiProgrammes lists the programmes and the periods that have reports.
func (s *server) apiProgrammes(c echo.Context) error {
	ctx := c.Request().Context()
	programmes, err := s.Service.Programmes(ctx)
	if err != nil {
		return err
	}
	list := []programmeJSON{}
	for _, p := range programmes {
		periods, err := s.Service.Periods(ctx, p.Key)
		if err != nil {
			return err
		}
		one := programmeJSON{p.Key, p.Government, p.Title, p.Year, p.Sample, []string{}}
		for _, period := range periods {
			one.Periods = append(one.Periods, period.String())
		}
		list = append(list, one)
	}
	return writeJSON(c, list)
}

// apiVerdicts is a programme judged at the end of a period, as `export --json`
// prints it.
func (s *server) apiVerdicts(c echo.Context) error {
	if c.QueryParam("period") == "" {
		return ledger.Errorf(ledger.CodeInvalid, "缺少参数 period，如 ?period=2020Q1。")
	}
	period, err := ledger.ParsePeriod(c.QueryParam("period"))
	if err != nil {
		return err
	}
	summary, err := s.Service.Judge(c.Request().Context(), c.Param("key"), period)
	if err != nil {
		return err
	}
	body, err := s.ExportJSON(summary)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, body)
}

// apiSubmissionCheck reads one workbook and answers as `check --json` does.
// It stores nothing.
func (s *server) apiSubmissionCheck(c echo.Context) error {
	fields := uploadFields{
		Programme: c.FormValue("programme"), Period: c.FormValue("period"), Unit: c.FormValue("unit"),
	}
	binding, err := fields.binding()
	if err != nil {
		return err
	}
	headers := uploadedFiles(c)
	if len(headers) != 1 {
		return ledger.Errorf(ledger.CodeInvalid, "请以 multipart/form-data 的 file 字段上传一个文件。")
	}
	upload, err := readUpload(headers[0])
	if err != nil {
		return err
	}
	preview, err := s.Service.Check(c.Request().Context(), upload, binding)
	if err != nil {
		return err
	}
	body, err := s.CheckJSON(preview)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, body)
}

type bulletinJSON struct {
	ID        int64             `json:"id"`
	Programme string            `json:"programme"`
	Period    string            `json:"period"`
	Edition   bulletin.Edition  `json:"edition"`
	Number    int               `json:"number"`
	State     app.BulletinState `json:"state"`
	Title     string            `json:"title"`
	IssuedAt  *time.Time        `json:"issuedAt,omitempty"`
	PDF       *fileJSON         `json:"pdf,omitempty"`
	XLSX      *fileJSON         `json:"xlsx,omitempty"`
}

type fileJSON struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

func bulletinOf(b app.BulletinRecord) bulletinJSON {
	out := bulletinJSON{
		ID: b.ID, Programme: b.Programme, Period: b.Period.String(), Edition: b.Edition,
		Number: b.Number, State: b.State, Title: b.Title,
	}
	if b.State == app.Issued {
		at := b.IssuedAt.In(zone)
		out.IssuedAt = &at
		out.PDF = &fileJSON{b.PDF.Name, b.PDF.SHA256, b.PDF.Size}
		out.XLSX = &fileJSON{b.XLSX.Name, b.XLSX.SHA256, b.XLSX.Size}
	}
	return out
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
	return writeJSON(c, list)
}

// apiBulletin is one bulletin: ID as JSON, ID.pdf and ID.xlsx as files.
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
	return writeJSON(c, bulletinOf(record))
}
