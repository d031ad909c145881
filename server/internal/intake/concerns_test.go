package intake

import "testing"

func TestWhatConcernsAUnit(t *testing.T) {
	for _, tt := range []struct {
		name, field, old, next string
		want                   bool
	}{
		{"it leads now", "牵头单位", "市教育局", "市教育局、清江浦区", true},
		{"it leads as before", "牵头单位", "清江浦区", "清江浦区、市教育局", false},
		{"it carries out no more", "属地单位", "清江浦区", "", true},
		{"its share", "任务分解·清江浦区：改造老旧小区", "20", "25", true},
		{"the share of one whose name begins like it", "任务分解·清江浦区园：改造", "20", "25", false},
		{"its name in the text", "主要内容", "", "清江浦区", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Concerns(tt.field, tt.old, tt.next, "清江浦区"); got != tt.want {
				t.Errorf("concerns: %v", got)
			}
		})
	}
}
