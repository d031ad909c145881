package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// Slips is what the pages ask of the use cases of the 发文稿纸.
type Slips interface {
	SaySlip(ctx context.Context, id int64, said bulletin.Slip, by app.Actor) error
	FileSlip(ctx context.Context, id int64, scan app.Upload, by app.Actor) error
	SlipFile(ctx context.Context, id int64) (app.File, []byte, error)
	SlipScan(ctx context.Context, id int64) (app.File, []byte, error)
}

type slipPage struct {
	Page
	correction
	Bulletin app.BulletinRecord
	Slip     bulletin.Slip
	Copies   string // 份数 as typed
}

func (s *server) slipPage(c echo.Context) (slipPage, error) {
	var page slipPage
	id, err := idParam(c)
	if err != nil {
		return page, err
	}
	if page.Bulletin, err = s.Ledger.Bulletin(c.Request().Context(), id); err != nil {
		return page, err
	}
	if page.Page, err = s.programmePage(c, "发文稿纸", "bulletins", page.Bulletin.Programme); err != nil {
		return page, err
	}
	page.Period = page.Bulletin.Period
	page.Slip = page.Bulletin.Slip.Slip
	if page.Slip.Copies > 0 {
		page.Copies = strconv.Itoa(page.Slip.Copies)
	}
	return page, nil
}

// slipShow is what a bulletin's 发文稿纸 says and where its signed scan is filed.
func (s *server) slipShow(c echo.Context) error {
	page, err := s.slipPage(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "slip", page)
}

// slipSay keeps what a draft's 发文稿纸 says.
func (s *server) slipSay(c echo.Context) error {
	page, err := s.slipPage(c)
	if err != nil {
		return err
	}
	typed := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	page.Copies = typed("copies")
	page.Slip = bulletin.Slip{
		DocumentNumber: typed("number"), Copy: typed("copy"), Secrecy: typed("secrecy"),
		Urgency: typed("urgency"), Drafter: typed("drafter"),
	}
	if page.Copies != "" {
		page.Slip.Copies, err = strconv.Atoi(page.Copies)
		if err != nil || page.Slip.Copies == 0 {
			err = ledger.Errorf(ledger.CodeInvalid, "份数应是1至99999的整数").At("copies")
		}
	}
	if err == nil {
		err = s.Service.SaySlip(c.Request().Context(), page.Bulletin.ID, page.Slip, app.Browser)
	}
	return s.slipDone(c, page, err)
}

// slipFile files the scan of the signed 发文稿纸.
func (s *server) slipFile(c echo.Context) error {
	page, err := s.slipPage(c)
	if err != nil {
		return err
	}
	var scan app.Upload
	if files := uploadedFiles(c); len(files) > 0 {
		scan = files[0]
	}
	return s.slipDone(c, page, s.Service.FileSlip(c.Request().Context(), page.Bulletin.ID, scan, app.Browser))
}

func (s *server) slipDone(c echo.Context, page slipPage, err error) error {
	if err == nil {
		return seeOther(c, fmt.Sprintf("/bulletins/%d/slip?done=edited", page.Bulletin.ID))
	}
	status, err := page.fail(c, err)
	if err != nil {
		return err
	}
	return s.render(c, status, "slip", page)
}

// slipDownload is the 发文稿纸 as PDF.
func (s *server) slipDownload(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	file, data, err := s.Service.SlipFile(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return sendFile(c, file, fmt.Sprintf("slip-%d", id), data)
}

// slipScan is the scan of the signed 发文稿纸.
func (s *server) slipScan(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	file, data, err := s.Service.SlipScan(c.Request().Context(), id)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, disposition("attachment", file.Name, "scan"))
	return c.Blob(http.StatusOK, app.ScanType(data), data)
}
