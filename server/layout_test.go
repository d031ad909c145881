package main

import (
	"bytes"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tongbao/templates"
)

// fetch is a file that a page links to.
func (b *browser) fetch(path string) []byte {
	b.t.Helper()
	r, err := b.client.Get(b.base + path)
	if err != nil {
		b.t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		b.t.Fatalf("%s: %s, %v\n%.600s", path, r.Status, err, data)
	}
	return data
}

// The look of a programme's bulletins is shown before it is stored, refused in
// words where it cannot be, and counts for drafts from then on.
func TestLayoutIsShownAndChanged(t *testing.T) {
	b := withDemo(t)
	const address = "/p/huaian-2020/rules/layout"
	page := b.get(address)
	form := formOn(t, page, address)
	form.Set("head", "file")
	form.Set("number", "淮政办发〔{文}〕{号}号")
	form.Set("name", "某某红头文件")
	b.want = http.StatusUnprocessableEntity
	page = b.post(page, address, form)
	if !strings.Contains(page, "不认识{文}") || !strings.Contains(page, `value="某某红头文件"`) {
		t.Fatalf("refused:\n%.4000s", page)
	}
	form = formOn(t, page, address)
	form.Set("number", "淮政办发〔{年}〕{号}号")
	preview := address + "/preview.pdf?" + form.Encode()
	was, would := b.fetch(address+"/preview.pdf?head=series"), b.fetch(preview)
	if !bytes.HasPrefix(would, []byte("%PDF-")) || bytes.Equal(was, would) {
		t.Error("the preview does not follow the form")
	}
	mended := b.mend(address, func(v url.Values) {
		v.Set("head", "file")
		v.Set("number", "淮政办发〔{年}〕{号}号")
		v.Set("sealed", "yes")
		v.Set("reason", "改用文件式印发")
	})
	if b.at != "/p/huaian-2020/rules" || !strings.Contains(mended, "版式已更正") {
		t.Errorf("stored, at %s:\n%.3000s", b.at, mended)
	}
	page = b.get(address)
	if form := formOn(t, page, address); form.Get("head") != "file" || form.Get("sealed") != "yes" {
		t.Errorf("the form shows %v", form)
	}
	if log := b.get("/log"); !strings.Contains(log, "改用文件式印发") {
		t.Error("the log does not tell the reason")
	}
}

// A font of the office's own sets bulletins once it has been checked; one that
// cannot is refused with what to do.
func TestOwnFontsSetTheBulletin(t *testing.T) {
	b := withDemo(t)
	const address = "/p/huaian-2020/rules/fonts"
	page := b.get(address)
	b.want = http.StatusBadRequest
	page = b.upload(page, address, "字体.otf", []byte("OTTO\x00\x01\x00\x00 not a font"), map[string]string{"role": "FangSong", "reason": "换用"})
	if !strings.Contains(page, "“字体.otf”不能用") || !strings.Contains(page, "TrueType") {
		t.Fatalf("refused:\n%s", problem(page))
	}
	kai, err := fs.ReadFile(templates.Fonts(), "BulletinKai-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	before := b.fetch("/p/huaian-2020/rules/layout/preview.pdf?head=series")
	page = b.upload(page, address, "仿宋_GB2312.ttf", kai, map[string]string{"role": "FangSong", "reason": "单位有授权"})
	if !strings.Contains(page, "将作这些改动") || !strings.Contains(page, "仿宋_GB2312.ttf") {
		t.Fatalf("proposed:\n%s", problem(page))
	}
	page = b.post(page, address, formOn(t, page, address))
	if !strings.Contains(page, "字体已更正") {
		t.Fatalf("stored:\n%s", problem(page))
	}
	if after := b.fetch("/p/huaian-2020/rules/layout/preview.pdf?head=series"); bytes.Equal(before, after) {
		t.Error("the font is not used")
	}
	b.mend(address, func(v url.Values) {
		v.Set("role", "FangSong")
		v.Set("clear", "yes")
		v.Set("reason", "授权到期")
	})
	if again := b.fetch("/p/huaian-2020/rules/layout/preview.pdf?head=series"); !bytes.Equal(before, again) {
		t.Error("the product's own font is not back")
	}
}
