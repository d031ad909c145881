package intake

import (
	"strings"
	"testing"
)

func TestMailbox(t *testing.T) {
	for _, tt := range []struct{ typed, address, problem string }{
		{"zhang.san@huaian.gov.cn", "zhang.san@huaian.gov.cn", ""},
		{"　zs＠ｈａ.gov.cn\u00a0", "zs@ha.gov.cn", ""},
		{"\u200bzs@ha.gov.cn\ufeff", "zs@ha.gov.cn", ""},
		{"root@localhost", "root@localhost", ""},
		{"zs@[10.1.2.3]", "zs@[10.1.2.3]", ""},
		{"张三 <zs@ha.gov.cn>", "", "写法不对"},
		{"<zs@ha.gov.cn>", "", "写法不对"},
		{"zs@ha.gov.cn (办公室)", "", "写法不对"},
		{`"z s"@ha.gov.cn`, "", "写法不对"},
		{"zs@ha..cn", "", "写法不对"},
		{"zs@ha.gov.cn\r\nBcc: x", "", "写法不对"},
		{"zs", "", "写法不对"},
		{"zs@ha.gov.cn，ls@ha.gov.cn", "", "不止一个"},
		{"zs@ha.gov.cn、ls@ha.gov.cn", "", "不止一个"},
		{"张三@ha.gov.cn", "", "汉字"},
		{"zs@淮安.中国", "", "汉字"},
		{"zs@qq", "", "不完整"},
		{strings.Repeat("z", 65) + "@ha.gov.cn", "", "太长"},
		{"zs@" + strings.Repeat("h.", 130) + "cn", "", "太长"},
	} {
		address, problem := Mailbox(tt.typed)
		if tt.problem == "" && (address != tt.address || problem != "") {
			t.Errorf("%q is %q, %s", tt.typed, address, problem)
		}
		if !strings.Contains(problem, tt.problem) {
			t.Errorf("%q: %q, want %q", tt.typed, problem, tt.problem)
		}
	}
}
