package web

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

// sheetPage is some rows of a file that was checked and kept.
type sheetPage struct {
	Page
	Pane   *pane
	Groups []findingGroup // what is wrong in the rows that are shown
}

// uploadSheet shows rows of a kept file that its preview leaves out: from one row
// to another, or those around one.
func (s *server) uploadSheet(c echo.Context) error {
	number := func(name string, otherwise int) int {
		if n, err := strconv.Atoi(c.QueryParam(name)); err == nil && n >= 0 {
			return n
		}
		return otherwise
	}
	file := stagedFile{hash: c.QueryParam("sha256"), name: fileName(c.QueryParam("name")), fields: readUploadFields(c)}
	if !hashForm.MatchString(file.hash) {
		return echo.ErrNotFound
	}
	binding, err := file.fields.binding()
	if err != nil {
		return err
	}
	preview, err := s.Service.CheckStaged(c.Request().Context(), file.hash, file.name, binding)
	if err != nil {
		return err
	}
	tables := preview.Tables()
	sheet, ok := tables.Between(number("sheet", 0), number("from", 1), number("to", math.MaxInt32), number("row", 0))
	if !ok {
		return echo.ErrNotFound
	}
	page := sheetPage{Page: s.newPage(c, file.name, "upload"), Pane: newPane(number("n", 0), []app.Sheet{sheet}, file)}
	groups := s.groupFindings(preview.Findings, tables.Places())
	for _, g := range groups {
		g.Findings = slices.DeleteFunc(g.Findings, func(f shownFinding) bool {
			return f.Place.Ref == "" || !strings.HasPrefix(page.Pane.Find(f.Place), "#")
		})
		if len(g.Findings) > 0 {
			page.Groups = append(page.Groups, g)
		}
	}
	return s.render(c, http.StatusOK, "sheet", page)
}
