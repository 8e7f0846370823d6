from .clusters import DOUBTFUL as DOUBTFUL
from .steps import Joined as Joined
from .steps import Judged as Judged
from .steps import join as join
from .steps import judge as judge
