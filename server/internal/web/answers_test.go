package web

import (
	"context"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func (f *fake) AnswerColumns(_ context.Context, answers []app.ColumnAnswer, by app.Actor) ([]app.ColumnAnswer, error) {
	for i := range answers {
		if answers[i].Field == "" {
			return nil, ledger.Errorf(ledger.CodeInvalid, "请选择这一列是什么。")
		}
		answers[i].ID, answers[i].Actor, answers[i].At = int64(len(f.answers)+1), by, now
		f.answers = append(f.answers, answers[i])
	}
	return answers, nil
}

func (f *fake) LearnNames(_ context.Context, _, _ string, names []app.Named, _ app.Actor) error {
	if names[0].Is == "谁" {
		return ledger.Errorf(ledger.CodeInvalid, "台账里没有单位“谁”").At("name.0")
	}
	f.named = append(f.named, names...)
	return nil
}

func (f *fake) ColumnAnswers(context.Context, string) ([]app.ColumnAnswer, error) {
	return f.answers, nil
}

func (f *fake) ForgetAnswer(_ context.Context, id int64, _ app.Actor) (app.ColumnAnswer, error) {
	for i, a := range f.answers {
		if a.ID == id {
			f.answers = slices.Delete(f.answers, i, i+1)
			return a, nil
		}
	}
	return app.ColumnAnswer{}, ledger.Errorf(ledger.CodeNotFound, "没有这条识别记忆。")
}

// answering is the form of a page with two files, about the second.
func answering(field string) url.Values {
	return url.Values{
		"sha256": {hash, hash}, "name": {"一季度.xlsx", oddFile}, "programme": {"huaian-2020", "huaian-2020"}, "period": {"2020Q1", "2020Q1"},
		"unit": {"市住建局", "市文旅局"}, "asked": {"1"}, "layout": {"0123456789abcdef"}, "head": {"干成了<b>"}, "field": {field},
	}
}

func TestQuestionsOnThePage(t *testing.T) {
	f := newFake()
	h, _ := serve(t, f, nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, upload(t, "/upload", map[string]string{oddFile: "PK"}, nil))
	checkAnswer(t, w, 422, []string{
		"这一列是什么？", "进展 / 干成了&lt;b&gt;", "一季度 D3", "列中写的是：12、8", `value="done" selected`, "先在“这一列是什么”中选定", `name="asked" value="0"`,
	}, []string{"选定后重新上传", "干成了<b>"})

	w = httptest.NewRecorder()
	h.ServeHTTP(w, post("/upload/answers", answering("")))
	checkAnswer(t, w, 422, []string{"请选择这一列是什么", "问列.xlsx", "一季度.xlsx", `value="done" selected`, `name="asked" value="1"`}, nil)

	w = httptest.NewRecorder()
	h.ServeHTTP(w, post("/upload/answers", answering("done")))
	checkAnswer(t, w, 200, []string{"已记住1列", "问列.xlsx", "一季度.xlsx", "2个文件全部入库"}, []string{"这一列是什么？"})
	if len(f.answers) != 1 || f.answers[0].Unit != "市文旅局" || f.answers[0].Programme != "huaian-2020" {
		t.Errorf("kept %+v", f.answers)
	}

	w = httptest.NewRecorder()
	h.ServeHTTP(w, post("/upload/answers", url.Values{"sha256": {hash}, "asked": {"1"}}))
	checkAnswer(t, w, 400, []string{"请重新上传"}, nil)
}

func TestAnswersOnTheUnitsPage(t *testing.T) {
	f := newFake()
	f.answers = []app.ColumnAnswer{{ID: 4, Programme: "huaian-2020", Head: "干成了<b>", Field: "done", Actor: app.Browser, At: now.Add(time.Hour)}}
	h, _ := serve(t, f, nil)
	page := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/p/huaian-2020/units", nil))
		return w
	}
	checkAnswer(t, page(), 200, []string{"选定过1列", "各单位", "干成了&lt;b&gt;", "累计完成（数量）", "/answers/4/forget"}, nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, post("/answers/4/forget", url.Values{}))
	if got := w.Header().Get("Location"); w.Code != 303 || got != "/p/huaian-2020/units?done=forgotten#answers" {
		t.Errorf("%d to %q", w.Code, got)
	}
	checkAnswer(t, page(), 200, []string{"还没有。"}, []string{"/answers/4/forget"})
	w = httptest.NewRecorder()
	h.ServeHTTP(w, post("/answers/4/forget", url.Values{}))
	checkAnswer(t, w, 404, nil, nil)
}

// A form carries all kept files, or the one that it is about where they are too
// many.
func TestFilesThatAFormCarries(t *testing.T) {
	var p uploadPage
	for range maxFiles + 1 {
		p.Results = append(p.Results, checked{Kept: strings.Repeat("a", 64)})
	}
	if got := p.Carried(3); len(got.Files) != 1 || got.Asked != 0 {
		t.Errorf("of too many: %d, about %d", len(got.Files), got.Asked)
	}
	p.Results = p.Results[:3]
	p.Results[0].Kept = ""
	if got := p.Carried(2); len(got.Files) != 2 || got.Asked != 1 {
		t.Errorf("of three, one not kept: %d, about %d", len(got.Files), got.Asked)
	}
}
