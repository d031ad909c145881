package wording

import (
	"testing"

	"tongbao/server/ledger"
)

func TestMatterStates(t *testing.T) {
	for text, want := range map[string]ledger.MatterState{
		"已办结": ledger.MatterClosed, "办结": ledger.MatterClosed, "已辦結": ledger.MatterClosed, "按期办结": ledger.MatterClosed,
		"已办结（待回访）": ledger.MatterClosed, "是": ledger.MatterClosed, "已解决": ledger.MatterClosed, "已办": ledger.MatterClosed,
		"未办结": ledger.MatterHandling, "尚未办结": ledger.MatterHandling, "办理中": ledger.MatterHandling, "正在办理": ledger.MatterHandling,
		"申请延期": ledger.MatterHandling, "否": ledger.MatterHandling, "待答复": ledger.MatterHandling,
		"已答复": ledger.MatterAnswered, "已回复群众": ledger.MatterAnswered,
		"已受理": ledger.MatterReceived, "待办理": ledger.MatterReceived, "未办理": ledger.MatterReceived, "已交办": ledger.MatterReceived,
		"已回访": ledger.MatterChecked, "已销号": ledger.MatterChecked,
		"不予受理": ledger.MatterReturned, "已退回": ledger.MatterReturned,
		"路灯是灭的": "", "": "",
	} {
		got, ok := MatterState(text)
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v, want %q", text, got, ok, want)
		}
	}
}
