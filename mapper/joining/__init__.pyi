from .clusters import DOUBTFUL as DOUBTFUL
from .places import place_columns as place_columns
from .steps import Joined as Joined
from .steps import Judged as Judged
from .steps import join as join
from .steps import judge as judge
