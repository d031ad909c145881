package bulletin

import (
	"testing"

	"github.com/shopspring/decimal"

	"tongbao/reports/internal/example"
	"tongbao/server/ledger"
)

func TestReported(t *testing.T) {
	d := newDraft(example.Summary(), Options{})
	st := &ledger.Standing{Project: &ledger.Project{Duties: []ledger.Duty{{Role: ledger.Leader, Name: "欧阳建设"}}}}
	tests := []struct{ name, in, want string }{
		{"contact in brackets", "部分选址调整（联系人：王小明，电话0517-83600000）。", "部分选址调整"},
		{"contact in a clause", "选址未定，联系人：李四，请协调。", "选址未定，请协调"},
		{"mobile number", "请与属地联系13800138000。", "请与属地联系"},
		{"telephone with its word", "施工受阻，联系电话：83601234", "施工受阻"},
		{"identity number", "户主320801199001011234不同意", "户主不同意"},
		{"a resident", "居民王建国不同意加装电梯", "居民不同意加装电梯"},
		{"a door", "北门小区12号楼3单元402室漏水", "北门小区漏水"},
		{"a titled person", "张副市长已现场督办", "有关负责同志已现场督办"},
		{"the leader of the project", "欧阳建设同志已批示", "分管领导同志已批示"},
		{"two lines", "缺资金；\n缺用地。", "缺资金；缺用地"},
		{"quantities stay", "已开工13座，完成1380万元，2号、3号泵站停工", "已开工13座，完成1380万元，2号、3号泵站停工"},
		{"words that begin like a title", "城市长期积水，方城市长效管护不足", "城市长期积水，方城市长效管护不足"},
		{"nothing", " 。 ", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := d.reported(st, tt.in); got != tt.want {
				t.Errorf("%q becomes %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestMoney(t *testing.T) {
	tests := []struct{ in, amount, measure string }{
		{"486200", "48.62", "亿元"},
		{"98700", "9.87", "亿元"},
		{"10000", "1", "亿元"},
		{"9999.99", "9999.99", "万元"},
		{"6811.44", "6811.44", "万元"},
		{"0", "0", "万元"},
		{"123456.789", "12.35", "亿元"},
	}
	for _, tt := range tests {
		amount, measure := money(decimal.RequireFromString(tt.in))
		if amount != tt.amount || measure != tt.measure {
			t.Errorf("%s 万元 is %s%s, want %s%s", tt.in, amount, measure, tt.amount, tt.measure)
		}
	}
}
