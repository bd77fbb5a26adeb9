package io.mbmpo.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mbmpo.learner.dynamics.DynamicsModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskGroupTest {
  private final List<DynamicsModel> models = new ArrayList<>();

  @AfterEach
  void close() {
    models.forEach(DynamicsModel::close);
  }

  private List<Integer> sizes(int count, int tasksPerModel, int workers) {
    List<List<MetaTask>> byModel = new ArrayList<>();
    List<MetaTask> all = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      models.add(Fixtures.pointModel(k, 0, 1));
      List<MetaTask> tasks = new ArrayList<>();
      for (int i = 0; i < tasksPerModel; i++) {
        tasks.add(
            new MetaTask(Fixtures.meta(0.1), Fixtures.starts(new Fixtures.PointTask(1), 1), i, i));
      }
      byModel.add(tasks);
      all.addAll(tasks);
    }
    List<TaskGroup> groups = TaskGroup.of(models, byModel, workers);
    assertThat(groups.stream().flatMap(group -> group.tasks().stream()))
        .containsExactlyElementsOf(all);
    assertThat(groups)
        .allMatch(group -> byModel.get(models.indexOf(group.model())).containsAll(group.tasks()));
    return groups.stream().map(group -> group.tasks().size()).toList();
  }

  @Test
  void twoWorkersGetEqualSharesOfTheReferencesTwentyTasks() {
    assertThat(sizes(5, 4, 2)).containsExactly(4, 4, 2, 2, 4, 4);
  }

  @Test
  void oneWorkerImaginesAllTasksOfAModelTogether() {
    assertThat(sizes(3, 4, 1)).containsExactly(4, 4, 4);
  }

  @Test
  void moreWorkersThanTasksGetOneEach() {
    assertThat(sizes(2, 2, 64)).containsExactly(1, 1, 1, 1);
  }
}
