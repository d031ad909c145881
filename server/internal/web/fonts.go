package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// fontsPage are the fonts that a programme's bulletins are set in, with the form
// to put one of the office's own in the place of the product's.
type fontsPage struct {
	Page
	correction
	Role  string
	Clear bool // the role goes back to the product's own
}

// Roles are the roles with what sets them.
func (p fontsPage) Roles() []fontRole {
	var list []fontRole
	for _, r := range app.FontRoles() {
		one := fontRole{FontChoice: r}
		for _, f := range p.Programme.Form.Fonts {
			if f.Role == r.Role {
				one.Own = f.Name
			}
		}
		list = append(list, one)
	}
	return list
}

// fontRole is a role with the office's own font for it, "" for none.
type fontRole struct {
	app.FontChoice
	Own string
}

func (s *server) fontsPage(c echo.Context) (fontsPage, error) {
	base, err := s.programmePage(c, "通报字体", "rules", c.Param("key"))
	return fontsPage{Page: base}, err
}

// fontsShow are the fonts as they stand.
func (s *server) fontsShow(c echo.Context) error {
	page, err := s.fontsPage(c)
	if err != nil {
		return err
	}
	if page.Seen, err = app.Seen(&app.Snapshot{Programme: page.Programme}, app.EditFont{}); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "fonts", page)
}

// fontsSet puts a font in a role, or takes it out, once that is confirmed.
func (s *server) fontsSet(c echo.Context) error {
	page, err := s.fontsPage(c)
	if err != nil {
		return err
	}
	page.correction = readCorrection(c)
	page.Role, page.Clear = c.FormValue("role"), c.FormValue("clear") == "yes"
	edit := app.EditFont{Role: page.Role}
	if !page.Clear {
		if edit.File, err = s.fontOf(c, &page.correction); err != nil {
			status, err := page.fail(c, err)
			if err != nil {
				return err
			}
			return s.render(c, status, "fonts", page)
		}
	}
	done, status, err := s.correct(c, &page.correction, app.Correction{Programme: page.Key(), Edit: edit})
	if err != nil {
		return err
	}
	if done {
		return seeOther(c, "/p/"+page.Key()+"/rules/fonts?done=fonts")
	}
	return s.render(c, status, "fonts", page)
}

// fontOf is the font that the form brings or has brought.
func (s *server) fontOf(c echo.Context, f *correction) (*app.File, error) {
	ctx := c.Request().Context()
	var kept app.File
	var err error
	switch files := uploadedFiles(c); {
	case len(files) > 0:
		kept, err = s.Service.KeepFont(ctx, files[0])
	case f.Scan != "":
		kept, err = s.Service.KeptFont(ctx, f.Scan, f.ScanName)
	default:
		err = ledger.Errorf(ledger.CodeInvalid, "请选择字体文件").At("file")
	}
	if err != nil {
		f.Scan, f.ScanName = "", ""
		return nil, err
	}
	f.Scan, f.ScanName = kept.SHA256, kept.Name
	return &kept, nil
}
