package web

import (
	"reflect"
	"testing"

	"tongbao/server/internal/app"
)

func TestChangesAreShownByKindAndProject(t *testing.T) {
	list := listChanges([]app.Change{
		{Project: "1①", Name: "老旧小区", Field: "累计完成", Old: "3", New: "5"},
		{Project: "1①", Name: "老旧小区", Field: "存在问题", New: "选址未定"},
		{Project: "1①", Name: "老旧小区（清江浦区）", Field: "累计完成", Old: "1", New: "2"},
		{Project: "voted:2", Name: "电梯", Field: "项目", Old: "电梯"},
		{Project: "1①", Name: "老旧小区", Field: "完工数", Old: "0", New: "1"},
	})
	var got []string
	for _, k := range list.Kinds {
		for _, g := range k.Projects {
			for _, c := range g.Changes {
				got = append(got, k.Word+" "+g.Project+" "+g.Name+" "+c.Field)
			}
		}
	}
	want := []string{
		"变更 1① 老旧小区 累计完成", "变更 1① 老旧小区 完工数", "变更 1① 老旧小区（清江浦区） 累计完成",
		"取消 票决2 电梯 项目", "新增 1① 老旧小区 存在问题",
	}
	if !reflect.DeepEqual(got, want) || list.Count != 5 || list.Projects != 2 {
		t.Errorf("%q, %d changes in %d projects", got, list.Count, list.Projects)
	}
}
