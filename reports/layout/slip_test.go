package layout_test

import (
	"strings"
	"testing"

	"tongbao/reports/bulletin"
	"tongbao/reports/layout"
	"tongbao/reports/layout/layouttest"
)

func TestTheSlipIsOnePageWithWhatIsKnown(t *testing.T) {
	doc := layouttest.Document(3)
	doc.Head.Urgency = "特急"
	book := layout.Slip(doc, bulletin.Slip{DocumentNumber: "某政办发〔2020〕5号", Copies: 30, Drafter: "李某"}, layouttest.Faces(t, "../.."))
	if len(book.Pages) != 1 {
		t.Fatalf("%d pages", len(book.Pages))
	}
	said := text(book.Pages[0])
	for _, want := range []string{
		"发文稿纸", "签发：", "会签：", "核稿：", "拟稿：李某", "标题" + doc.Title, "发文字号某政办发〔2020〕5号", "缓急特急", "份数30",
		"主送各县区人民政府", "抄送", "附件1.", "公开属性",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in %s", want, said)
		}
	}
}
